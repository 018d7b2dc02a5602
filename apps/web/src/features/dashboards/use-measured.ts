import {
  attributeValues,
  entityName,
  measuredName,
  quantity,
  toldValue,
  useEntity,
  useQuantityText,
  valuesByName,
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
  const entity = valuesByName(values);
  const value = toldValue(entity, attribute);
  const measured: Measured = {
    entityName: entityName({ ...entity, id }),
    label: measuredName(attribute, language, entity),
    quantity: quantity(attribute, found?.unitCode),
    text: quantityText(attribute, value, found?.unitCode),
    value,
    observedAt: found?.observedAt,
  };
  return { measured, isPending, error, retry: () => void refetch() };
};
