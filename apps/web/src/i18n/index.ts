export { LanguageProvider, useLanguage } from './language.tsx';
export { useText } from './use-text.ts';
export { formatMessage, type Catalogue, type Translate, type Values } from './message.ts';
export { useFormat, type Format } from './use-format.ts';
