import { attributeName, attributeValues, entityName, unitSymbol, useEntity } from '../../city/index.ts';
import { useLanguage } from '../../i18n/index.ts';

/** An attribute of an entity in words. */
export interface Measured {
  readonly entityName: string;
  readonly label: string;
  readonly unit: string;
  readonly value: unknown;
  readonly observedAt: string | undefined;
}

/** The current value of an entity's attribute with the state of its loading. */
export const useMeasured = (id: string, attribute: string) => {
  const { language } = useLanguage();
  const { data, isPending, error, refetch } = useEntity(id);
  const values = data === undefined ? [] : attributeValues(data);
  const found = values.find(({ name }) => name === attribute);
  const measured: Measured = {
    entityName: entityName({ id, name: values.find(({ name }) => name === 'name')?.value }),
    label: attributeName(attribute, language),
    unit: unitSymbol(found?.unitCode),
    value: found?.value,
    observedAt: found?.observedAt,
  };
  return { measured, isPending, error, retry: () => void refetch() };
};
