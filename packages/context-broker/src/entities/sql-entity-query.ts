import type { Connection } from '@allmende/database';
import { matchesQuery } from '../query-language/matches.ts';
import type { EntityQuery } from '../query-language/query.ts';
import { toSql, type Narrowing, type SqlFilter } from '../query-language/sql-entity-filter.ts';
import { entityOf } from './sql-entity-row.ts';
import { createLocationIndex } from './sql-location-index.ts';
import type { ValueIndex } from './sql-value-index.ts';

/** The columns doc and, where entities are built, sys. */
export type EntityColumns = readonly [doc: string, sys?: string];

export interface RowPage {
  readonly rows: readonly EntityColumns[];
  readonly count?: number;
}

interface Selection {
  readonly from: string;
  readonly order: string;
  readonly parameters: readonly (string | number)[];
}

/** What is looked up one by one, and what is left to check of it. */
interface Narrowed {
  readonly pks: readonly number[];
  readonly rest: EntityQuery;
}

/** More candidates than this are not worth a look-up one by one: a scan finds a page of them soon. */
const candidateLimit = 1000;

/** A scan that takes longer makes the store wish for an index. */
const patienceMs = 5;

type Columns = 'e.doc' | 'e.doc, e.sys';

interface Asked {
  readonly query: EntityQuery;
  readonly columns: Columns;
}

const selectExactly = (
  connection: Connection,
  { from, order, parameters }: Selection,
  { query, columns }: Asked,
): RowPage => {
  const rows = connection.rows(
    `SELECT ${columns} ${from} ${order} LIMIT ? OFFSET ?`,
    ...parameters,
    query.limit,
    query.offset,
  ) as readonly (readonly unknown[])[] as readonly EntityColumns[];
  if (query.count !== true) return { rows };
  const counted = connection.prepare(`SELECT count(*) AS n ${from}`).get(...parameters);
  return { rows, count: Number(counted?.['n']) };
};

const selectMatching = (
  connection: Connection,
  { from, order, parameters }: Selection,
  query: EntityQuery,
): RowPage => {
  const rows: EntityColumns[] = [];
  let count = 0;
  if (query.limit === 0 && query.count !== true) return { rows };
  for (const row of connection.prepare(`SELECT e.doc, e.sys ${from} ${order}`).iterate(...parameters)) {
    const columns = [String(row['doc']), String(row['sys'])] as const;
    if (!matchesQuery(entityOf(columns), query)) continue;
    count += 1;
    if (count > query.offset && rows.length < query.limit) rows.push(columns);
    if (query.count !== true && rows.length === query.limit) break;
  }
  return { rows, ...(query.count === true ? { count } : {}) };
};

/** A page of entities that are looked up one by one, in order, until it is full. */
const selectAmong = (
  connection: Connection,
  {
    tenant,
    pks,
    filter,
  }: { readonly tenant: string; readonly pks: readonly number[]; readonly filter: SqlFilter },
  { query, columns }: Asked,
): RowPage => {
  const sql = `SELECT ${filter.exact ? columns : 'e.doc, e.sys'} FROM entities e
    WHERE e.pk = ? AND e.tenant = ? AND e.doc IS NOT NULL AND (${filter.where})`;
  const rows: EntityColumns[] = [];
  let count = 0;
  for (const pk of pks.toSorted((a, b) => a - b)) {
    if (rows.length >= query.limit && query.count !== true) break;
    const [row] = connection.rows(
      sql,
      pk,
      tenant,
      ...filter.parameters,
    ) as readonly unknown[] as readonly EntityColumns[];
    if (row === undefined || !(filter.exact || matchesQuery(entityOf(row), query))) continue;
    count += 1;
    if (count > query.offset && rows.length < query.limit) rows.push(row);
  }
  return { rows, ...(query.count === true ? { count } : {}) };
};

const selectionOfAll = (tenant: string, query: EntityQuery): Selection => {
  const [type, ...others] = query.types ?? [];
  if (type?.length === 1 && others.length === 0 && query.ids === undefined) {
    const { types: _types, ...rest } = query;
    const remaining = toSql(rest);
    return {
      from: `FROM entity_types y CROSS JOIN entities e ON e.pk = y.pk
        WHERE y.type = (SELECT key FROM entity_type_names WHERE tenant = ? AND name = ?) AND (${remaining.where})`,
      order: 'ORDER BY y.pk',
      parameters: [tenant, type[0] ?? '', ...remaining.parameters],
    };
  }
  const filter = toSql(query);
  return {
    from: `FROM entities e WHERE e.tenant = ? AND e.doc IS NOT NULL AND (${filter.where})`,
    order: 'ORDER BY e.pk',
    parameters: [tenant, ...filter.parameters],
  };
};

/** Reads pages of entities; `index` answers what it has learned, and is told of what it has not. */
export const createEntityQuery = (connection: Connection, index: ValueIndex) => {
  const locations = createLocationIndex(connection);

  const narrowed = (tenant: string, query: EntityQuery, { narrowings }: SqlFilter): Narrowed | undefined => {
    const { geo, ...rest } = query;
    for (const narrowing of narrowings) {
      if (narrowing.kind === 'location' && geo !== undefined) {
        const pks = locations.matching(narrowing.bounds, geo);
        if (pks !== undefined) return { pks, rest };
      }
      if (narrowing.kind === 'value') {
        const pks = index.candidates(tenant, narrowing, candidateLimit + 1);
        if (pks !== undefined && pks.length <= candidateLimit) {
          return { pks, rest: isDecidedBy(narrowing, query) ? withoutCondition(query) : query };
        }
      }
    }
    return undefined;
  };

  const learnFrom = (tenant: string, { narrowings }: SqlFilter, tookMs: number): void => {
    if (tookMs <= patienceMs) return;
    for (const narrowing of narrowings) {
      if (narrowing.kind === 'value') index.missed(tenant, narrowing.name, tookMs);
    }
  };

  const select = (tenant: string, asked: Asked): RowPage => {
    const startedAt = performance.now();
    const { query } = asked;
    const filter = toSql(query);
    const found = narrowed(tenant, query, filter);
    if (found !== undefined) {
      const among = { tenant, pks: found.pks, filter: found.rest === query ? filter : toSql(found.rest) };
      return selectAmong(connection, among, { ...asked, query: found.rest });
    }
    const selection = selectionOfAll(tenant, query);
    const page = filter.exact
      ? selectExactly(connection, selection, asked)
      : selectMatching(connection, selection, query);
    learnFrom(tenant, filter, performance.now() - startedAt);
    return page;
  };

  return async (tenant: string, query: EntityQuery, columns: Columns): Promise<RowPage> => {
    const names = toNames(query);
    if (names.length > 0) await index.learning(tenant, names);
    return select(tenant, { query, columns });
  };
};

/** Whether a value in the range is all that the query's condition asks for. */
const isDecidedBy = ({ decides }: Extract<Narrowing, { kind: 'value' }>, { q }: EntityQuery): boolean =>
  decides === true && q?.kind === 'compare';

const withoutCondition = ({ q: _q, ...rest }: EntityQuery): EntityQuery => rest;

/** Attributes of which an index may answer the query. */
const toNames = (query: EntityQuery): readonly string[] =>
  query.q === undefined
    ? []
    : toSql(query).narrowings.flatMap((narrowing) => (narrowing.kind === 'value' ? [narrowing.name] : []));
