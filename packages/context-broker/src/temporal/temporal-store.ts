import type { AttributeInstance, Attributes } from '../entities/entity.ts';
import type { EntityQuery } from '../query-language/query.ts';

export type TimeProperty = 'observedAt' | 'createdAt' | 'modifiedAt' | 'deletedAt';

/** When (§4.11); times in milliseconds since the epoch. Without `relation` there is no limit in time. */
export interface TemporalQuery {
  readonly property: TimeProperty;
  readonly relation?: 'before' | 'after' | 'between';
  readonly timeAt?: number;
  readonly endTimeAt?: number;
  /** The newest so many instances of each attribute and datasetId. */
  readonly lastN?: number;
  /** Expanded names; absent: all. */
  readonly attributes?: readonly string[];
}

/** An attribute instance at some time, with its end if it was deleted. */
export interface PastInstance extends AttributeInstance {
  readonly deletedAt?: string;
}

/** How an entity evolved: instances in order of the time property. */
export interface TemporalEntity {
  readonly id: string;
  readonly types: readonly string[];
  readonly scopes?: readonly string[];
  readonly createdAt?: string;
  readonly modifiedAt?: string;
  readonly attributes: Readonly<Record<string, readonly PastInstance[]>>;
  /** Whether instances were left off because there are more than `maxInstances`. */
  readonly isCut: boolean;
}

export interface TemporalPage {
  readonly entities: readonly TemporalEntity[];
  readonly count?: number;
}

/** Port: past and current attribute instances, per tenant. */
export interface TemporalStore {
  /** Undefined when the entity never existed; without instances in the interval its attributes are empty. */
  find(
    tenant: string,
    entityId: string,
    query: TemporalQuery,
    maxInstances: number,
  ): Promise<TemporalEntity | undefined>;
  /** Entities with at least one instance in the interval; conditions hold if some instance in it fulfils them. */
  query(
    tenant: string,
    entities: EntityQuery,
    query: TemporalQuery,
    maxInstances: number,
  ): Promise<TemporalPage>;
  /**
   * Adds past instances, idempotently: the same attribute, datasetId and observedAt is not stored twice.
   * Answers whether the entity was unknown before, and how many instances were new.
   */
  addHistory(
    tenant: string,
    entity: { readonly id: string; readonly types: readonly string[] },
    instances: Attributes,
  ): Promise<{ readonly isNew: boolean; readonly added: number }>;
}
