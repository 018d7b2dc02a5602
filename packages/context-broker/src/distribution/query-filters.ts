import { DomainError } from '@allmende/kernel';
import type { Parameters } from '../query-language/entity-parameters.ts';
import { queryProblems } from '../query-language/problems.ts';
import type { EntityQuery } from '../query-language/query.ts';

/** Most entities that are looked at for one answer. */
const maxGathered = 10_000;

/** Most entities that a query of the broker itself may find in several places. */
export const mostCollected = maxGathered - 1;

export const filterNames = [
  'q',
  'expandValues',
  'scopeQ',
  'georel',
  'geometry',
  'coordinates',
  'geoproperty',
] as const;

/** The filters of a request as it gave them. */
export const filtersOf = (given: Parameters): Parameters =>
  Object.fromEntries(
    filterNames.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]] as const])),
  );

/** A query without what only whole entities can be measured by (splitEntities, §5.7.2.4). */
export const unfiltered = (query: EntityQuery): EntityQuery => {
  const { q: _q, scopeQ: _scopeQ, geo: _geo, attributes: _attributes, ...asked } = query;
  return asked;
};

/** How many entities of each place are needed. A query cannot look for ever; what lies further behind has to be narrowed. */
export const wantedOf = (query: EntityQuery, isSplit: boolean): number => {
  const wanted = query.offset + query.limit + 1;
  if (wanted > maxGathered)
    throw new DomainError(
      queryProblems.tooMany,
      `offset: at most ${String(maxGathered)} entities are gathered from several sources`,
    );
  return isSplit ? maxGathered : wanted;
};

/** Filters can be applied to all entities only, so all of them have to be at hand. */
export const refuseIncomplete = (isComplete: boolean): void => {
  if (!isComplete)
    throw new DomainError(
      queryProblems.tooMany,
      `more than ${String(maxGathered)} entities would have to be gathered from several sources`,
    );
};
