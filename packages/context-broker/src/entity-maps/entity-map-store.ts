/** What stands for this broker itself among the sources of an entity (§5.2.39). */
export const HERE = '@none';

/** Which entities a query found and where they are, for following queries to go through (§5.2.39, §5.5.14). */
export interface EntityMap {
  readonly id: string;
  readonly expiresMs: number;
  /** The ids of the registrations whose sources have each entity, and `@none` for this broker. */
  readonly entities: Readonly<Record<string, readonly string[]>>;
  /** The maps that sources made of their part, by registration. */
  readonly linkedMaps?: Readonly<Record<string, string>>;
}

/** A map of entities that are all here. */
export const allHere = (ids: readonly string[]): EntityMap['entities'] =>
  Object.fromEntries(ids.map((id) => [id, [HERE]]));

/** A map without entities that do not belong to it any more. */
export const without = ({ entities, ...map }: EntityMap, gone: ReadonlySet<string>): EntityMap => ({
  ...map,
  entities: Object.fromEntries(Object.entries(entities).filter(([id]) => !gone.has(id))),
});

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
