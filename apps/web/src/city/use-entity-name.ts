import { attributeValues, entityName } from './describe-entity.ts';
import { useEntity } from './use-entity.ts';

/** What to call an entity known by its id; the end of the id until its name is known. */
export const useEntityName = (id: string): string => {
  const { data } = useEntity(id);
  const name =
    data === undefined ? undefined : attributeValues(data).find((one) => one.name === 'name')?.value;
  return id === '' ? '' : entityName({ id, name });
};
