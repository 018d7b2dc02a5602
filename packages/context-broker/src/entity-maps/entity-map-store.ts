/** Which entities a query found, for following queries to go through (§5.2.39, §5.5.14). */
export interface EntityMap {
  readonly id: string;
  readonly expiresMs: number;
  readonly entityIds: readonly string[];
}

/**
 * Port: entity maps, per tenant.
 * - A map that has expired is not there any more.
 */
export interface EntityMapStore {
  find(tenant: string, id: string): Promise<EntityMap | undefined>;
  /** Adds a map or puts it in the place of the one with its id. */
  put(tenant: string, map: EntityMap): Promise<void>;
  /** Whether there was such a map. */
  remove(tenant: string, id: string): Promise<boolean>;
}
