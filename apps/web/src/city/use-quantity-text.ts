import { useFormat } from '../i18n/index.ts';
import { quantity } from './quantity.ts';
import { useValueText } from './use-value-text.ts';

/** The value of an attribute in words: numbers with their unit, shares as percent, the rest as any value. */
export const useQuantityText = (): ((attribute: string, value: unknown, unitCode?: string) => string) => {
  const format = useFormat();
  const valueText = useValueText();
  return (attribute, value, unitCode) => {
    if (typeof value !== 'number') return valueText(value);
    const { factor, unit } = quantity(attribute, unitCode);
    return format.quantity(value * factor, unit);
  };
};
