import type { AttributeInstance } from '../entities/entity.ts';

/** One attribute of an entity's evolution; without `datasetId` the default instance, with 'all' every one. */
export interface HistoryTarget {
  readonly entityId: string;
  /** Expanded name. */
  readonly attribute: string;
  readonly datasetId?: string;
}

/** One instance of an attribute's evolution. */
export interface InstanceTarget {
  readonly entityId: string;
  /** Expanded name. */
  readonly attribute: string;
  readonly instanceId: string;
}

/**
 * Port: corrects the past (§5.6.12–§5.6.16), per tenant. It is the past that changes, not what is valid now:
 * that is changed through the EntityStore.
 * - Each answers whether there was anything to change.
 */
export interface HistoryEditor {
  /** Removes all past instances of an entity. */
  removeEntity(tenant: string, entityId: string): Promise<boolean>;
  removeAttribute(tenant: string, target: HistoryTarget): Promise<boolean>;
  /** Removes the past instances of an attribute that have ended by themselves (§4.22). */
  removeExpired(tenant: string, target: Omit<HistoryTarget, 'datasetId'>, nowMs: number): Promise<boolean>;
  removeInstance(tenant: string, target: InstanceTarget): Promise<boolean>;
  /** Puts what `change` makes of an instance in its place; the instance keeps its id and date of creation. */
  modifyInstance(
    tenant: string,
    target: InstanceTarget,
    change: (before: AttributeInstance) => AttributeInstance,
  ): Promise<boolean>;
}
