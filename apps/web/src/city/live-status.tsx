import type { LiveState } from '../api/use-live.ts';
import { useText } from '../i18n/index.ts';
import { text } from './text.ts';

/** Says whether the server is pushing changes; heard by screen readers when that changes. */
export const LiveStatus = ({ state }: { readonly state: LiveState }) => {
  const t = useText(text);
  return (
    <span className="kern-body kern-body--muted" role="status">
      {t(state)}
    </span>
  );
};
