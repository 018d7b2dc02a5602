import type { Connection } from '@allmende/database';
import type { EntityQuery } from '../query-language/query.ts';
import { toSql } from '../query-language/sql-entity-filter.ts';
import { readSubject, subjectColumns, subjectOf, type SqlSubject } from './sql-subject.ts';
import { isCandidate, timeless } from './temporal-candidates.ts';

/** Entities of now that fulfil `query`, and all that are no more, in order of id. */
function* subjects(connection: Connection, tenant: string, query: EntityQuery): Generator<SqlSubject> {
  const { where, parameters } = toSql(query);
  const rows = connection
    .prepare(
      `SELECT ${subjectColumns} FROM entities e CROSS JOIN entity_shapes s ON s.key = e.shape
       WHERE e.tenant = ? AND (e.doc IS NULL OR (${where})) ORDER BY e.id`,
    )
    .iterate(tenant, ...parameters);
  for (const row of rows) yield subjectOf(row);
}

function* named(connection: Connection, tenant: string, ids: readonly string[]): Generator<SqlSubject> {
  for (const entityId of new Set(ids.toSorted())) {
    const subject = readSubject(connection, { tenant, entityId });
    if (subject !== undefined) yield subject;
  }
}

/** Entities that may answer a temporal query, in order of id: ids and types fit. */
export function* candidates(
  connection: Connection,
  tenant: string,
  query: EntityQuery,
): Generator<SqlSubject> {
  const asked = timeless(query);
  const all =
    asked.ids === undefined ? subjects(connection, tenant, asked) : named(connection, tenant, asked.ids);
  for (const subject of all) if (isCandidate(subject, asked)) yield subject;
}
