/** Kinds of kept contexts (§5.13.1). */
export const contextKinds = ['Hosted', 'Cached', 'ImplicitlyCreated'] as const;

export type ContextKind = (typeof contextKinds)[number];

export interface KeptContext {
  readonly localId: string;
  readonly tenant: string;
  readonly kind: ContextKind;
  /** Where a cached context comes from; the others are served by the broker itself. */
  readonly url?: string;
  /** The whole document, with its `@context`. */
  readonly document: unknown;
  readonly createdAt: string;
}

/**
 * Port: kept JSON-LD contexts.
 * - A cached context belongs to all tenants and is found by its address or its local id; the others belong to
 *   the tenant that made them.
 * - `put` takes the place of a cached context with the same address.
 * - Of cached contexts the newest 1000 are kept; others can be fetched again.
 */
export interface ContextStore {
  put(context: KeptContext): Promise<void>;
  find(name: string): Promise<KeptContext | undefined>;
  list(tenant: string): Promise<readonly KeptContext[]>;
  remove(localId: string): Promise<void>;
}
