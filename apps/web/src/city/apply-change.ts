import type { Entity } from '../api/entity.ts';
import type { LiveChange } from '../api/use-live.ts';

/** Entities with a pushed change laid over them: changed, added or removed. */
export const applyChange = (entities: readonly Entity[], change: LiveChange): readonly Entity[] => {
  const { id, type, deletedAt, ...attributes } = change;
  if (deletedAt !== undefined) return entities.filter((entity) => entity.id !== id);
  const known = entities.find((entity) => entity.id === id);
  const next = withoutNulls({ id, type: known?.type ?? [type].flat().join(','), ...known, ...attributes });
  return known === undefined
    ? [...entities, next]
    : entities.map((entity) => (entity === known ? next : entity));
};

const withoutNulls = ({ id, type, ...attributes }: Entity): Entity => ({
  id,
  type,
  ...Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null)),
});
