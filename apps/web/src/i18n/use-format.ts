import { cityTimeZone } from '@allmende/design-system';
import { useMemo } from 'react';
import { useLanguage } from './language.tsx';

export interface Format {
  number(value: number): string;
  /** A number and its unit, never parted by a line break. */
  quantity(value: number, unit: string): string;
  /** Date and time in the city. */
  time(value: string | number | Date): string;
  /** Both ends of a period in the city, what they have in common said once. */
  period(from: number, to: number): string;
}

/** Numbers and times in the chosen language. */
export const useFormat = (): Format => {
  const { language } = useLanguage();
  return useMemo(() => {
    const numbers = new Intl.NumberFormat(language === 'en' ? 'en-GB' : 'de-DE', {
      maximumFractionDigits: 2,
    });
    const times = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'de-DE', {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone: cityTimeZone,
    });
    return {
      number: (value) => numbers.format(value),
      quantity: (value, unit) =>
        unit === '' ? numbers.format(value) : `${numbers.format(value)}\u00a0${unit}`,
      time: (value) => {
        const date = new Date(value);
        return Number.isNaN(date.getTime()) ? String(value) : times.format(date);
      },
      period: (from, to) => times.formatRange(from, to),
    };
  }, [language]);
};
