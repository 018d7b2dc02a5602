import type { LanguageMap } from './dataset.ts';

/** The text in German, or in the first language there is. */
export const anyText = (text: LanguageMap | undefined): string | undefined =>
  text?.['de'] ?? Object.values(text ?? {})[0];
