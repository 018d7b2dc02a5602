import type { EntitySource, ObservedChange, ObservedEntity } from './entity-source.ts';
import { isSameName } from './entity-source.ts';

/** An entity source that tests feed by hand. */
export const createMemorySource = (): EntitySource & {
  put(entity: ObservedEntity, changedAttributes?: readonly string[]): void;
} => {
  const entities = new Map<string, ObservedEntity>();
  const listeners = new Set<(changes: readonly ObservedChange[]) => void>();
  return {
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    find: (_tenant, id) => Promise.resolve(entities.get(id)),
    byType: (_tenant, type) =>
      Promise.resolve(
        [...entities.values()].filter((entity) => entity.types.some((own) => isSameName(own, type))),
      ),
    put: (entity, changedAttributes = Object.keys(entity.attributes)) => {
      entities.set(entity.id, entity);
      const change = { tenant: '', entityId: entity.id, entity, changedAttributes };
      for (const listener of listeners) listener([change]);
    },
  };
};
