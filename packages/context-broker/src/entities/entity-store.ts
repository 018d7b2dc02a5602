import type { Attributes, Entity, EntityChange } from './entity.ts';
import type { EntityQuery } from '../query-language/query.ts';

/** Decides, given the stored entity (or none), what it becomes; throws DomainError to refuse. Must be pure. */
export type Transition = (before: Entity | undefined) => Entity | undefined;

/** Past instances of an entity. */
export interface GivenPast {
  readonly types: readonly string[];
  readonly instances: Attributes;
}

export interface EntityStep {
  readonly entityId: string;
  readonly transition: Transition;
  /** What joins the history in the same transaction; asked when all transitions have run. */
  readonly past?: () => GivenPast | undefined;
}

export interface QueryPage {
  readonly entities: readonly Entity[];
  /** Present when asked for. */
  readonly count?: number;
}

/** Entities as text: normalized JSON (§4.5.1) with names of the core context and without times. */
export interface DocumentPage {
  readonly documents: readonly string[];
  /** Present when asked for. */
  readonly count?: number;
}

/**
 * Port: current state of entities, per tenant.
 * - `apply` runs transition on the state seen inside the write transaction, so no update is lost; it resolves
 *   after commit. Superseded attribute instances move to history in the same transaction, and the change
 *   (if any) is handed to the `recordChange` hook inside it.
 * - `applyAll` runs many in one transaction; each outcome stands alone (an Error for the refused ones).
 * - Reads see committed data only.
 */
export interface EntityStore {
  apply(tenant: string, entityId: string, transition: Transition): Promise<EntityChange | undefined>;
  applyAll(
    tenant: string,
    steps: readonly EntityStep[],
  ): Promise<readonly (EntityChange | undefined | Error)[]>;
  find(tenant: string, entityId: string): Promise<Entity | undefined>;
  query(tenant: string, query: EntityQuery): Promise<QueryPage>;
  /** The same as `find` and `query` for readers of the core context, without building entities. */
  findDocument(tenant: string, entityId: string): Promise<string | undefined>;
  queryDocuments(tenant: string, query: EntityQuery): Promise<DocumentPage>;
  /** Expanded type → its expanded attribute names with kinds, and number of entities. */
  types(tenant: string): Promise<
    readonly {
      readonly type: string;
      readonly count: number;
      readonly attributes: Readonly<Record<string, readonly string[]>>;
    }[]
  >;
}

/** Called after commit, in order. */
export type ChangeListener = (changes: readonly EntityChange[]) => void;
