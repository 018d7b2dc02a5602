import { DomainError } from '@allmende/kernel';
import type { EntityStore } from '../entities/entity-store.ts';
import { queryProblems } from '../query-language/problems.ts';
import type { EntityQuery } from '../query-language/query.ts';
import type { TemporalStore } from '../temporal/temporal-store.ts';

/** The stores that reading operations use. */
export interface ReadStores {
  readonly entities: EntityStore;
  readonly temporal: TemporalStore;
}

/** Most entities of a map. */
const maxEntities = 10_000;
const pageSize = 1000;

/** Ids of all pages; `readPage` gives those of one and whether there are more. */
const collect = async (
  readPage: (offset: number) => Promise<{ readonly ids: readonly string[]; readonly hasNext: boolean }>,
): Promise<readonly string[]> => {
  const all: string[] = [];
  for (;;) {
    const { ids, hasNext } = await readPage(all.length);
    all.push(...ids);
    if (all.length > maxEntities)
      throw new DomainError(
        queryProblems.tooMany,
        `an entity map holds at most ${String(maxEntities)} entities; ask for fewer`,
      );
    if (!hasNext || ids.length === 0) return all;
  }
};

/** Stores that note which entities a query finds, on whatever page, or which one is retrieved. */
export const collecting = ({
  entities,
  temporal,
}: ReadStores): { readonly stores: ReadStores; entityIds(): readonly string[] } => {
  const noted: { ids: readonly string[]; isQuery: boolean } = { ids: [], isQuery: false };
  const noteQuery = async (tenant: string, query: EntityQuery): Promise<void> => {
    noted.ids = await collect(async (offset) => {
      const page = await entities.query(tenant, { ...query, count: false, offset, limit: pageSize });
      return { ids: page.entities.map(({ id }) => id), hasNext: page.entities.length === pageSize };
    });
    noted.isQuery = true;
  };
  const noteFound = <Found>(id: string, found: Found): Found => {
    if (!noted.isQuery && noted.ids.length === 0 && found !== undefined) noted.ids = [id];
    return found;
  };
  return {
    entityIds: () => noted.ids,
    stores: {
      entities: {
        ...entities,
        query: async (tenant, query) => {
          await noteQuery(tenant, query);
          return entities.query(tenant, query);
        },
        queryDocuments: async (tenant, query) => {
          await noteQuery(tenant, query);
          return entities.queryDocuments(tenant, query);
        },
        find: async (tenant, id) => noteFound(id, await entities.find(tenant, id)),
        findDocument: async (tenant, id) => noteFound(id, await entities.findDocument(tenant, id)),
      },
      temporal: {
        ...temporal,
        find: async (tenant, id, query, most) => noteFound(id, await temporal.find(tenant, id, query, most)),
        query: async (tenant, query, time, most) => {
          noted.ids = await collect(async (offset) => {
            const asked = { ...query, count: false, offset, limit: pageSize };
            const newest = { ...time, lastN: 1 };
            const page = await temporal.query(tenant, asked, newest, Number.MAX_SAFE_INTEGER - 1);
            return { ids: page.entities.map(({ id }) => id), hasNext: page.hasNext };
          });
          noted.isQuery = true;
          return temporal.query(tenant, query, time, most);
        },
      },
    },
  };
};

/** Stores that find nothing but the entities of a map. */
export const restrictedTo = (
  entityIds: readonly string[],
  { entities, temporal }: ReadStores,
): ReadStores => {
  const within = (query: EntityQuery): EntityQuery => ({
    ...query,
    ids: query.ids === undefined ? entityIds : query.ids.filter((id) => entityIds.includes(id)),
  });
  return {
    entities: {
      ...entities,
      query: (tenant, query) => entities.query(tenant, within(query)),
      queryDocuments: (tenant, query) => entities.queryDocuments(tenant, within(query)),
    },
    temporal: {
      ...temporal,
      query: (tenant, query, time, most) => temporal.query(tenant, within(query), time, most),
    },
  };
};
