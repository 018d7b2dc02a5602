import type { AttributeInstance, Entity } from './entity.ts';

export interface SupersededInstance {
  readonly attribute: string;
  readonly instance: AttributeInstance;
  /** Milliseconds since the epoch; present when nothing took the instance's place. */
  readonly deletedAt?: number;
}

/** Instances of `before` that are no longer valid in `after`: superseded ones, and deleted ones with their end. */
export const supersededInstances = (
  before: Entity,
  after: Entity | undefined,
  nowMs: number,
): readonly SupersededInstance[] =>
  Object.entries(before.attributes).flatMap(([attribute, instances]) => {
    const next = after?.attributes[attribute];
    if (next === instances) return [];
    return instances.flatMap((instance): readonly SupersededInstance[] => {
      const successor = next?.find(({ datasetId }) => datasetId === instance.datasetId);
      if (successor === instance) return [];
      return [{ attribute, instance, ...(successor === undefined ? { deletedAt: nowMs } : {}) }];
    });
  });
