import { DomainError } from '@allmende/kernel';
import type { EntityStore, QueryPage } from '../entities/entity-store.ts';
import { queryProblems } from '../query-language/problems.ts';
import type { EntityQuery } from '../query-language/query.ts';
import { orderEntities } from './order-entities.ts';
import type { Ordering } from './ordering-parser.ts';

/** Most entities that are put in order; a query that finds more has to be narrowed. */
const maxOrdered = 20_000;

/** A page of the entities found, in the asked order (§4.23). */
export const queryOrdered = async (
  { entities, tenant }: { readonly entities: EntityStore; readonly tenant: string },
  query: EntityQuery,
  ordering: Ordering,
): Promise<QueryPage> => {
  const { limit, offset, count } = query;
  const found = await entities.query(tenant, { ...query, limit: maxOrdered + 1, offset: 0, count: false });
  if (found.entities.length > maxOrdered) {
    throw new DomainError(
      queryProblems.tooMany,
      `orderBy: more than ${String(maxOrdered)} entities would have to be put in order`,
    );
  }
  const ordered = orderEntities(found.entities, ordering);
  return {
    entities: ordered.slice(offset, offset + limit),
    ...(count === true ? { count: ordered.length } : {}),
  };
};
