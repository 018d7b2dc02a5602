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

/**
 * An attribute instance at some time. One with `deletedAt` tells of a deletion and has the NGSI-LD null as value;
 * only queries by `deletedAt` give these.
 */
export interface PastInstance extends AttributeInstance {
  readonly deletedAt?: string;
}

/** How an entity evolved: instances in order of the time property. */
export interface TemporalEntity {
  readonly id: string;
  readonly types: readonly string[];
  /** What the scopes were within the interval (§4.18). */
  readonly scopes?: readonly PastInstance[];
  readonly createdAt?: string;
  readonly modifiedAt?: string;
  readonly attributes: Readonly<Record<string, readonly PastInstance[]>>;
  /** Whether instances were left off because there are more than `maxInstances`. */
  readonly isCut: boolean;
}

export interface TemporalPage {
  readonly entities: readonly TemporalEntity[];
  /** Whether more entities come after these. */
  readonly hasNext: boolean;
  /** Present when asked for. */
  readonly count?: number;
}

/** Port: past and current attribute instances, per tenant. */
export interface TemporalStore {
  /**
   * Undefined when the entity, or every attribute that is asked for, never existed; without instances in the
   * interval `attributes` is empty.
   */
  find(
    tenant: string,
    entityId: string,
    query: TemporalQuery,
    maxInstances: number,
  ): Promise<TemporalEntity | undefined>;
  /**
   * Entities in order of id with at least one instance in the interval. Types are those of now (or the last ones);
   * with a scopeQ only instances count that lie in a time in which the scopes fulfilled it; each comparison of q and the geo-query hold if some instance in the interval fulfils them, where an
   * instance that is valid now and has no such time counts as well. Of the entities of a page
   * together at most `maxInstances` are given, the oldest of all or with lastN the newest; attributes of which none is
   * left are empty then.
   */
  query(
    tenant: string,
    entities: EntityQuery,
    query: TemporalQuery,
    maxInstances: number,
  ): Promise<TemporalPage>;
  /**
   * Adds past instances, idempotently: the same attribute, datasetId and observedAt (or, without observedAt, the
   * same content) is not stored twice.
   * Answers whether the entity was unknown before, and how many instances were new.
   */
  addHistory(
    tenant: string,
    entity: { readonly id: string; readonly types: readonly string[] },
    instances: Attributes,
  ): Promise<{ readonly isNew: boolean; readonly added: number }>;
}
