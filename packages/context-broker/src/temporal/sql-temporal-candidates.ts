import type { Connection } from '@allmende/database';
import type { Entity } from '../entities/entity.ts';
import { matchesQuery } from '../query-language/matches.ts';
import type { EntityQuery } from '../query-language/query.ts';
import { toSql } from '../query-language/sql-entity-filter.ts';
import { currentColumns, currentOf, readCurrent } from './sql-current-entity.ts';
import { readPastTypes } from './sql-history-reader.ts';

/** An entity that exists, or of which only the past is known. */
export interface Candidate {
  readonly id: string;
  readonly types: readonly string[];
  readonly current?: Entity;
}

/** The part of a query that does not depend on time: it is judged by the entity as it is, or last was. */
const timeless = ({ ids, idPattern, types, scopeQ }: EntityQuery): EntityQuery => ({
  limit: 0,
  offset: 0,
  ...(ids === undefined ? {} : { ids }),
  ...(idPattern === undefined ? {} : { idPattern }),
  ...(types === undefined ? {} : { types }),
  ...(scopeQ === undefined ? {} : { scopeQ }),
});

/** The entity without attributes, as the timeless part of a query needs it. */
const bare = ({ id, types, current }: Candidate): Entity => ({
  id,
  types,
  createdAt: '',
  modifiedAt: '',
  ...current,
  attributes: {},
});

function* existing(connection: Connection, tenant: string, query: EntityQuery): Generator<Candidate> {
  const { where, parameters } = toSql(query);
  const rows = connection
    .prepare(`SELECT ${currentColumns} FROM entities e WHERE e.tenant = ? AND (${where}) ORDER BY e.id`)
    .iterate(tenant, ...parameters);
  for (const row of rows) {
    const current = currentOf(row);
    yield { id: current.id, types: current.types, current };
  }
}

/** Entities of which only the past is known; skips from id to id through the index. */
function* gone(connection: Connection, tenant: string): Generator<Candidate> {
  const rows = connection
    .prepare(
      `WITH RECURSIVE past(id) AS (
         SELECT min(entity_id) FROM attribute_history WHERE tenant = ?1
         UNION ALL
         SELECT (SELECT min(entity_id) FROM attribute_history WHERE tenant = ?1 AND entity_id > past.id)
         FROM past WHERE past.id IS NOT NULL)
       SELECT id FROM past WHERE id IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM entities e WHERE e.tenant = ?1 AND e.id = past.id)`,
    )
    .iterate(tenant);
  for (const row of rows) {
    const id = String(row['id']);
    yield { id, types: readPastTypes(connection, { tenant, entityId: id }) ?? [] };
  }
}

function* named(connection: Connection, tenant: string, ids: readonly string[]): Generator<Candidate> {
  for (const entityId of new Set(ids.toSorted())) {
    const current = readCurrent(connection, { tenant, entityId });
    const types = current?.types ?? readPastTypes(connection, { tenant, entityId });
    if (types !== undefined) yield { id: entityId, types, ...(current === undefined ? {} : { current }) };
  }
}

/** Both in order of id. */
function* merged(left: Generator<Candidate>, right: Generator<Candidate>): Generator<Candidate> {
  try {
    let [one, other] = [left.next(), right.next()];
    for (;;) {
      const isLeftNext = one.done !== true && (other.done === true || one.value.id < other.value.id);
      const next = isLeftNext ? one : other;
      if (next.done === true) return;
      yield next.value;
      if (isLeftNext) one = left.next();
      else other = right.next();
    }
  } finally {
    // A statement left open would hold its snapshot, so that later reads would see old data.
    left.return(undefined);
    right.return(undefined);
  }
}

/** Entities that may answer a temporal query, in order of id: ids, types and scopes fit. */
export function* candidates(
  connection: Connection,
  tenant: string,
  query: EntityQuery,
): Generator<Candidate> {
  const asked = timeless(query);
  const all =
    asked.ids === undefined
      ? merged(existing(connection, tenant, asked), gone(connection, tenant))
      : named(connection, tenant, asked.ids);
  for (const candidate of all) if (matchesQuery(bare(candidate), asked)) yield candidate;
}
