import { formatMessage } from '../i18n/message.ts';
import { text } from './text.ts';

/** Words for a failure that the server itself did not explain, in the language the page is shown in. */
export const failureText = (
  key: keyof (typeof text)['de'],
  values: { readonly status?: number } = {},
  language: string = document.documentElement.lang,
): string => {
  const shown = language === 'en' ? 'en' : 'de';
  return formatMessage(text[shown][key], shown, values);
};
