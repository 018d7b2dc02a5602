import { isSameName, type EntitySource, type ObservedChange, type ObservedEntity } from '../src/index.ts';

export interface MemorySource extends EntitySource {
  put(entity: ObservedEntity, changedAttributes?: readonly string[]): void;
  remove(id: string): void;
  /** Puts without telling: as a change that was committed just before a kill. */
  putUnheard(entity: ObservedEntity): void;
  /** Entities that a list leaves out, as when there are too many. */
  readonly hidden: Set<string>;
  /** While set, reading lists fails. */
  isBroken: boolean;
}

/** An entity source that tests feed by hand. */
export const createMemorySource = (): MemorySource => {
  const entities = new Map<string, ObservedEntity>();
  const listeners = new Set<(changes: readonly ObservedChange[]) => void>();
  const tell = (change: ObservedChange): void => {
    for (const listener of listeners) listener([change]);
  };
  const source: MemorySource = {
    isBroken: false,
    hidden: new Set(),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    find: (_tenant, id) => Promise.resolve(entities.get(id)),
    byType: (_tenant, type) =>
      source.isBroken
        ? Promise.reject(new Error('the source is broken'))
        : Promise.resolve(
            [...entities.values()].filter(
              (entity) => !source.hidden.has(entity.id) && entity.types.some((own) => isSameName(own, type)),
            ),
          ),
    put: (entity, changedAttributes = Object.keys(entity.attributes)) => {
      entities.set(entity.id, entity);
      tell({ tenant: '', entityId: entity.id, entity, changedAttributes });
    },
    remove: (id) => {
      entities.delete(id);
      tell({ tenant: '', entityId: id, changedAttributes: [] });
    },
    putUnheard: (entity) => {
      entities.set(entity.id, entity);
    },
  };
  return source;
};
