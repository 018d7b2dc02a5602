import type { Language } from '@allmende/design-system';
import { IntlMessageFormat } from 'intl-messageformat';

export type Values = Readonly<Record<string, string | number | boolean | Date | null | undefined>>;

/** Texts of a feature: the same keys in German and English, in ICU message format. */
export interface Catalogue<Key extends string> {
  readonly de: Readonly<Record<Key, string>>;
  readonly en: Readonly<Record<Key, string>>;
}

export type Translate<Key extends string> = (key: Key, values?: Values) => string;

/** Fills an ICU message. */
export const formatMessage = (message: string, language: Language, values: Values = {}): string =>
  String(new IntlMessageFormat(message, language, undefined, { ignoreTag: true }).format({ ...values }));
