import { useFormat, useLanguage, useText } from '../i18n/index.ts';
import { readInterval } from './counting-period.ts';
import { text } from './text.ts';
import { valueName } from './value-name.ts';

/** Any attribute value in words: numbers, places, addresses, lists. `isRaw` leaves texts as a filter needs them. */
export const useValueText = ({ isRaw = false } = {}): ((value: unknown) => string) => {
  const { language } = useLanguage();
  const t = useText(text);
  const format = useFormat();
  const valueText = (value: unknown): string => {
    if (value === null || value === undefined) return '';
    if (typeof value === 'number') return format.number(value);
    if (typeof value === 'boolean') return value ? t('yes') : t('no');
    if (typeof value === 'string') {
      const interval = readInterval(value);
      if (interval !== undefined) return format.period(...interval);
      if (/^\d{4}-\d\d-\d\dT/u.test(value)) return format.time(value);
      return isRaw ? value : valueName(value, language);
    }
    if (Array.isArray(value)) return value.map(valueText).join(', ');
    const { type, coordinates, ...rest } = value as Readonly<Record<string, unknown>>;
    if ('@value' in rest) return valueText(rest['@value']);
    if (type === 'Point' && Array.isArray(coordinates)) {
      const [longitude, latitude] = (coordinates as readonly unknown[]).map((degree) =>
        Number(degree).toFixed(5),
      );
      return t('point', { longitude, latitude });
    }
    return coordinates === undefined ? Object.values(rest).map(valueText).join(', ') : t('area');
  };
  return valueText;
};
