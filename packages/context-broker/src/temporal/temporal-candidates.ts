import { matchesQuery } from '../query-language/matches.ts';
import type { EntityQuery } from '../query-language/query.ts';
import { holding, type Subject } from './subject.ts';

/** The part of a query that does not depend on time: it is judged by the entity as it is, or last was. */
export const timeless = ({ ids, idPattern, types, selectors }: EntityQuery): EntityQuery => ({
  limit: 0,
  offset: 0,
  ...(ids === undefined ? {} : { ids }),
  ...(idPattern === undefined ? {} : { idPattern }),
  ...(types === undefined ? {} : { types }),
  ...(selectors === undefined ? {} : { selectors }),
});

/** Whether id and types of an entity, or the last it had, are those of a timeless query. */
export const isCandidate = (subject: Subject, timelessQuery: EntityQuery): boolean =>
  matchesQuery(holding(subject, {}), timelessQuery);
