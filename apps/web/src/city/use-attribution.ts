import { useIsDemo } from '../api/use-is-demo.ts';
import { useText } from '../i18n/index.ts';
import { text } from './text.ts';

/** Whom a map of the demonstration has to name; other cities' data name their providers themselves. */
export const useAttribution = (): { readonly attribution?: string } => {
  const t = useText(text);
  return useIsDemo() ? { attribution: t('attribution') } : {};
};
