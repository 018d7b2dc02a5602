import { isSameName, type EntitySource, type ObservedChange, type ObservedEntity } from '../src/index.ts';

type Recorder = (changes: readonly ObservedChange[]) => Promise<void>;

export interface MemorySource extends EntitySource {
  put(entity: ObservedEntity, changedAttributes?: readonly string[]): void;
  remove(id: string): void;
  /** Puts without telling: as a change that was committed just before a kill. */
  putUnheard(entity: ObservedEntity): void;
  /** Changes go through the recorder before they are told; returns its end. */
  recordBy(recorder: Recorder): () => void;
  /** Ends recording and telling, as the process that listens is gone. */
  forgetListeners(): void;
  /** Resolves when everything that was put is recorded. */
  written(): Promise<void>;
  /** Entities that a list leaves out, as when there are too many. */
  readonly hidden: Set<string>;
  /** While set, reading lists fails. */
  isBroken: boolean;
}

/** An entity source that tests feed by hand; several may share their entities, as processes do. */
export const createMemorySource = (entities = new Map<string, ObservedEntity>()): MemorySource => {
  const listeners = new Set<(changes: readonly ObservedChange[]) => void>();
  const recorders = new Set<Recorder>();
  let writing = Promise.resolve();
  const announce = (change: ObservedChange): void => {
    for (const listener of listeners) listener([change]);
  };
  const tell = (change: ObservedChange): void => {
    if (recorders.size === 0) {
      announce(change);
      return;
    }
    writing = writing.then(async () => {
      for (const record of recorders) await record([change]);
      announce(change);
    });
  };
  const replace = (id: string, entity: ObservedEntity | undefined): Pick<ObservedChange, 'before'> => {
    const before = entities.get(id);
    if (entity === undefined) entities.delete(id);
    else entities.set(id, entity);
    return before === undefined ? {} : { before };
  };
  const source: MemorySource = {
    isBroken: false,
    hidden: new Set(),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    recordBy: (recorder) => {
      recorders.add(recorder);
      return () => recorders.delete(recorder);
    },
    forgetListeners: () => {
      recorders.clear();
      listeners.clear();
    },
    written: () => writing,
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
      const before = replace(entity.id, entity);
      tell({ tenant: '', entityId: entity.id, entity, ...before, changedAttributes });
    },
    remove: (id) => {
      tell({ tenant: '', entityId: id, ...replace(id, undefined), changedAttributes: [] });
    },
    putUnheard: (entity) => {
      entities.set(entity.id, entity);
    },
  };
  return source;
};
