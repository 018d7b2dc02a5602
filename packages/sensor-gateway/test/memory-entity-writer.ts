import type { AttributeInstance, EntityWriter, NgsiLdEntity, RefusedEntity } from '../src/index.ts';
import { attributeNames, instancesOf } from '../src/ngsi-ld-entity.ts';

/** A writer that keeps instances by entity, attribute, dataset and time, as the port demands. */
export interface MemoryEntityWriter extends EntityWriter {
  /** Key of each instance, and what it says. */
  readonly stored: ReadonlyMap<string, AttributeInstance>;
  readonly batches: readonly (readonly NgsiLdEntity[])[];
  /** Most writes that were going on at the same time. */
  readonly mostInFlight: number;
}

export interface MemoryEntityWriterOptions {
  /** Called before each write with its 1-based number; may throw or wait. */
  readonly before?: (turn: number) => void | Promise<void>;
  readonly refuse?: (entity: NgsiLdEntity) => RefusedEntity | undefined;
}

export const memoryEntityWriter = (options: MemoryEntityWriterOptions = {}): MemoryEntityWriter => {
  const stored = new Map<string, AttributeInstance>();
  const batches: (readonly NgsiLdEntity[])[] = [];
  let inFlight = 0;
  let mostInFlight = 0;

  const store = (entity: NgsiLdEntity): void => {
    for (const name of attributeNames(entity)) {
      for (const instance of instancesOf(entity, name)) {
        const key = [entity.id, name, instance.datasetId ?? '', instance.observedAt ?? ''].join(' ').trim();
        stored.set(key, instance);
      }
    }
  };

  return {
    stored,
    batches,
    get mostInFlight() {
      return mostInFlight;
    },
    write: async (entities) => {
      inFlight += 1;
      mostInFlight = Math.max(mostInFlight, inFlight);
      try {
        await options.before?.(batches.length + 1);
        batches.push(entities);
        const refused = entities.flatMap((entity) => options.refuse?.(entity) ?? []);
        const out = new Set(refused.map(({ entityId }) => entityId));
        entities.filter(({ id }) => !out.has(id)).forEach(store);
        return refused;
      } finally {
        inFlight -= 1;
      }
    },
  };
};
