import { useCallback } from 'react';
import { useLanguage } from './language.tsx';
import { formatMessage, type Catalogue, type Translate } from './message.ts';

/** The texts of a feature in the chosen language: `const t = useText(text); t('key', { count: 3 })`. */
export const useText = <Key extends string>(catalogue: Catalogue<Key>): Translate<Key> => {
  const { language } = useLanguage();
  return useCallback(
    (key, values) => formatMessage(catalogue[language][key], language, values),
    [catalogue, language],
  );
};
