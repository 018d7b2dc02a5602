import { useCallback, useMemo } from 'react';
import type { LanguageMap } from '../../api/portal.ts';
import { useLanguage } from '../../i18n/index.ts';
import { inLanguage } from './in-language.ts';

/** The text of a language map in the language of the page. */
export const useWords = (): ((texts: LanguageMap | undefined) => string) => {
  const { language } = useLanguage();
  return useCallback((texts) => inLanguage(texts, language), [language]);
};

/** Days as people write them; a moment only where it is told. */
export const useDay = (): ((value: string) => string) => {
  const { language } = useLanguage();
  const days = useMemo(
    () =>
      new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'de-DE', {
        dateStyle: 'medium',
        timeZone: 'Europe/Berlin',
      }),
    [language],
  );
  return useCallback(
    (value) => {
      if (/^\d{4}(?:-\d{2})?$/u.test(value)) return value;
      const date = new Date(value);
      return Number.isNaN(date.getTime()) ? value : days.format(date);
    },
    [days],
  );
};
