import {
  attributeName,
  attributeValues,
  entityName,
  quantity,
  useEntity,
  useQuantityText,
  type Quantity,
} from '../../city/index.ts';
import { useLanguage } from '../../i18n/index.ts';

/** An attribute of an entity in words. */
export interface Measured {
  readonly entityName: string;
  readonly label: string;
  readonly quantity: Quantity;
  /** The value in words, with its unit. */
  readonly text: string;
  readonly value: unknown;
  readonly observedAt: string | undefined;
}

/** The current value of an entity's attribute with the state of its loading. */
export const useMeasured = (id: string, attribute: string) => {
  const { language } = useLanguage();
  const quantityText = useQuantityText();
  const { data, isPending, error, refetch } = useEntity(id);
  const values = data === undefined ? [] : attributeValues(data);
  const found = values.find(({ name }) => name === attribute);
  const measured: Measured = {
    entityName: entityName({ id, name: values.find(({ name }) => name === 'name')?.value }),
    label: attributeName(attribute, language),
    quantity: quantity(attribute, found?.unitCode),
    text: quantityText(attribute, found?.value, found?.unitCode),
    value: found?.value,
    observedAt: found?.observedAt,
  };
  return { measured, isPending, error, retry: () => void refetch() };
};
