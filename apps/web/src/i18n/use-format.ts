import { useMemo } from 'react';
import { useLanguage } from './language.tsx';

export interface Format {
  number(value: number): string;
  /** Date and time. */
  time(value: string | number | Date): string;
}

/** Numbers and times in the chosen language. */
export const useFormat = (): Format => {
  const { language } = useLanguage();
  return useMemo(() => {
    const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
    const times = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'de-DE', {
      dateStyle: 'medium',
      timeStyle: 'short',
    });
    return {
      number: (value) => numbers.format(value),
      time: (value) => {
        const date = new Date(value);
        return Number.isNaN(date.getTime()) ? String(value) : times.format(date);
      },
    };
  }, [language]);
};
