import type { CompiledContext } from '@allmende/jsonld';
import type { Entity } from '../entities/entity.ts';
import type { EntityStore } from '../entities/entity-store.ts';
import { presentEntity } from '../entities/present.ts';
import { matchesQuery } from '../query-language/matches.ts';
import type { EntityQuery } from '../query-language/query.ts';

interface Merged {
  readonly entities: readonly Entity[];
  /** How many entities there are in all, where that is more than are at hand. */
  readonly count?: number;
  /** An id that was looked for; when it is not among the entities, there is none. */
  readonly soughtId?: string;
  /** Whether the entities are the page that is asked for, and not all there are. */
  readonly isPage?: boolean;
  readonly core: CompiledContext;
  /** Finds entities that are not among these, such as those that are linked to; without it those of `local`. */
  readonly findOther?: (id: string) => Promise<Entity | undefined>;
}

/**
 * The entities that a distributed read found, as a store that can be read like that of the broker, so that they are
 * shown by the same code.
 */
export const mergedView = (local: EntityStore, merged: Merged): EntityStore => {
  const { entities, count, soughtId, core, findOther, isPage = false } = merged;
  const byId = new Map(entities.map((entity) => [entity.id, entity]));
  const select = (query: EntityQuery) => {
    const found = entities.filter((entity) => matchesQuery(entity, query));
    const start = isPage ? 0 : query.offset;
    return {
      page: found.slice(start, start + query.limit),
      ...(query.count === true ? { count: Math.max(count ?? 0, found.length) } : {}),
    };
  };
  const documentOf = (entity: Entity): string =>
    JSON.stringify(presentEntity(entity, { context: core, format: 'normalized', sysAttrs: false }));
  return {
    ...local,
    find: (tenant, id) => {
      const entity = byId.get(id);
      if (entity !== undefined || id === soughtId) return Promise.resolve(entity);
      return findOther === undefined ? local.find(tenant, id) : findOther(id);
    },
    query: (_tenant, query) => {
      const { page, ...counted } = select(query);
      return Promise.resolve({ entities: page, ...counted });
    },
    findDocument: (tenant, id) => {
      const entity = byId.get(id);
      if (entity === undefined)
        return id === soughtId ? Promise.resolve(undefined) : local.findDocument(tenant, id);
      return Promise.resolve(documentOf(entity));
    },
    queryDocuments: (_tenant, query) => {
      const { page, ...counted } = select(query);
      return Promise.resolve({ documents: page.map(documentOf), ...counted });
    },
  };
};
