import type { Connection } from '@allmende/database';
import type { Entity } from '../entities/entity.ts';
import { matchesQuery } from '../query-language/matches.ts';
import type { EntityQuery } from '../query-language/query.ts';
import { toSql } from '../query-language/sql-entity-filter.ts';
import { readSubject, subjectColumns, subjectOf, type Subject } from './sql-current-entity.ts';

/** The part of a query that does not depend on time: it is judged by the entity as it is, or last was. */
const timeless = ({ ids, idPattern, types }: EntityQuery): EntityQuery => ({
  limit: 0,
  offset: 0,
  ...(ids === undefined ? {} : { ids }),
  ...(idPattern === undefined ? {} : { idPattern }),
  ...(types === undefined ? {} : { types }),
});

/** The entity without attributes, as the timeless part of a query needs it. */
const bare = ({ id, types, current }: Subject): Entity => ({
  id,
  types,
  createdAt: current?.createdAt ?? '',
  modifiedAt: current?.modifiedAt ?? '',
  attributes: {},
});

/** Entities of now that fulfil `query`, and all that are no more, in order of id. */
function* subjects(connection: Connection, tenant: string, query: EntityQuery): Generator<Subject> {
  const { where, parameters } = toSql(query);
  const rows = connection
    .prepare(
      `SELECT ${subjectColumns} FROM entities e CROSS JOIN entity_shapes s ON s.key = e.shape
       WHERE e.tenant = ? AND (e.doc IS NULL OR (${where})) ORDER BY e.id`,
    )
    .iterate(tenant, ...parameters);
  for (const row of rows) yield subjectOf(row);
}

function* named(connection: Connection, tenant: string, ids: readonly string[]): Generator<Subject> {
  for (const entityId of new Set(ids.toSorted())) {
    const subject = readSubject(connection, { tenant, entityId });
    if (subject !== undefined) yield subject;
  }
}

/** Entities that may answer a temporal query, in order of id: ids and types fit. */
export function* candidates(connection: Connection, tenant: string, query: EntityQuery): Generator<Subject> {
  const asked = timeless(query);
  const all =
    asked.ids === undefined ? subjects(connection, tenant, asked) : named(connection, tenant, asked.ids);
  for (const subject of all) if (matchesQuery(bare(subject), asked)) yield subject;
}
