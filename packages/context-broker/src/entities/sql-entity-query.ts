import type { Connection } from '@allmende/database';
import type { Logger } from '@allmende/kernel';
import { matchesQuery } from '../query-language/matches.ts';
import type { EntityQuery } from '../query-language/query.ts';
import { toSql, type Narrowing, type SqlFilter } from '../query-language/sql-entity-filter.ts';
import { entityOf } from './sql-entity-row.ts';
import { createLocationIndex } from './sql-location-index.ts';
import {
  selectionOfAll,
  timedScan,
  type Asked,
  type EntityColumns,
  type RowPage,
  type TimedPage,
} from './sql-entity-scan.ts';
import { createSlowScans, kindOfQuery, scanKey } from './slow-scans.ts';
import type { ScanThread } from './scan-thread.ts';
import type { ValueIndex } from './sql-value-index.ts';

/** What is looked up one by one, and what is left to check of it. */
interface Narrowed {
  readonly pks: readonly number[];
  readonly rest: EntityQuery;
}

/** More candidates than this are not worth a look-up one by one: a scan finds a page of them soon. */
const candidateLimit = 1000;

/** A scan that takes longer makes the store wish for an index. */
const patienceMs = 5;

interface Among {
  readonly tenant: string;
  /** In order. */
  readonly pks: readonly number[];
  readonly filter: SqlFilter;
}

/** A page of those of some entities that SQL alone decides about, looked up in one statement. */
const selectExactlyAmong = (
  connection: Connection,
  { tenant, pks, filter }: Among,
  { query, columns }: Asked,
): RowPage => {
  const from = `FROM json_each(?) j CROSS JOIN entities e ON e.pk = j.value
    WHERE e.tenant = ? AND e.doc IS NOT NULL AND (${filter.where})`;
  const parameters = [JSON.stringify(pks), tenant, ...filter.parameters];
  const rows = connection.rows(
    `SELECT ${columns} ${from} LIMIT ? OFFSET ?`,
    ...parameters,
    query.limit,
    query.offset,
  ) as readonly (readonly unknown[])[] as readonly EntityColumns[];
  if (query.count !== true) return { rows };
  const [counted] = connection.rows(`SELECT count(*) ${from}`, ...parameters);
  return { rows, count: Number(counted?.[0]) };
};

/** A page of entities that are looked up one by one, in order, until it is full. */
const selectMatchingAmong = (
  connection: Connection,
  { tenant, pks, filter }: Among,
  { query }: Asked,
): RowPage => {
  const sql = `SELECT e.doc, e.sys FROM entities e
    WHERE e.pk = ? AND e.tenant = ? AND e.doc IS NOT NULL AND (${filter.where})`;
  const rows: EntityColumns[] = [];
  let count = 0;
  for (const pk of pks) {
    if (rows.length >= query.limit && query.count !== true) break;
    const found = connection.rows(sql, pk, tenant, ...filter.parameters);
    const [row] = found as readonly unknown[] as readonly EntityColumns[];
    if (row === undefined || !matchesQuery(entityOf(row), query)) continue;
    count += 1;
    if (count > query.offset && rows.length < query.limit) rows.push(row);
  }
  return { rows, ...(query.count === true ? { count } : {}) };
};

const selectAmong = (connection: Connection, among: Among, asked: Asked): RowPage =>
  among.filter.exact
    ? selectExactlyAmong(connection, among, asked)
    : selectMatchingAmong(connection, among, asked);

export interface EntityQueryParts {
  readonly connection: Connection;
  /** Answers what it has learned, and is told of what it has not. */
  readonly index: ValueIndex;
  /** Takes queries that were slow before off the event loop. */
  readonly thread?: ScanThread | undefined;
  readonly logger: Logger;
  /** Runs reads that have to see one committed state; by default nothing commits between them anyway. */
  readonly together?: <Value>(work: () => Value) => Value;
}

/** What is made of a query, made once as long as the same object asks (`rememberedParse`). */
const once = <Value>(make: (query: EntityQuery) => Value): ((query: EntityQuery) => Value) => {
  const known = new WeakMap<EntityQuery, { readonly value: Value }>();
  return (query) => {
    const found = known.get(query);
    if (found !== undefined) return found.value;
    const value = make(query);
    known.set(query, { value });
    return value;
  };
};

/** Reads pages of entities. */
export const createEntityQuery = (parts: EntityQueryParts) => {
  const { connection, index, thread, logger, together = (work) => work() } = parts;
  const locations = createLocationIndex(connection);
  const slow = createSlowScans();
  const filterOf = once(toSql);
  const selectionOf = once(selectionOfAll);
  const kindOf = once(kindOfQuery);

  const narrowed = (tenant: string, query: EntityQuery, { narrowings }: SqlFilter): Narrowed | undefined => {
    const { geo, ...rest } = query;
    for (const narrowing of narrowings) {
      if (narrowing.kind === 'location' && geo !== undefined) {
        const pks = locations.matching(narrowing.bounds, geo);
        if (pks !== undefined) return { pks, rest };
      }
      if (narrowing.kind === 'value') {
        const pks = index.candidates(tenant, narrowing, candidateLimit);
        if (pks !== undefined) {
          return { pks, rest: isDecidedBy(narrowing, query) ? withoutCondition(query) : query };
        }
      }
    }
    return undefined;
  };

  /** A page by way of an index; undefined when none helps. */
  const lookUp = (tenant: string, { query, columns }: Asked, filter: SqlFilter): RowPage | undefined => {
    const found = narrowed(tenant, query, filter);
    if (found === undefined) return undefined;
    const { rest } = found;
    const pks = found.pks.toSorted((a, b) => a - b);
    const among = { tenant, pks, filter: rest === query ? filter : toSql(rest) };
    return selectAmong(connection, among, { query: rest, columns });
  };

  const learnFrom = (tenant: string, filter: SqlFilter, tookMs: number): void => {
    for (const name of learnableNames(filter)) index.missed(tenant, name, tookMs);
  };

  /** By the thread if it can, else here. */
  const scanAside = async (tenant: string, asked: Asked): Promise<TimedPage> => {
    try {
      if (thread !== undefined) return await thread.scan(tenant, asked);
    } catch (cause) {
      logger.warn('a query could not be answered beside the event loop', { cause });
    }
    return timedScan(connection, tenant, { ...asked, selection: selectionOf(asked.query) });
  };

  const scan = async (tenant: string, asked: Asked, filter: SqlFilter): Promise<RowPage> => {
    const key = scanKey(tenant, asked.query, kindOf);
    const { page, tookMs } = slow.has(key)
      ? await scanAside(tenant, asked)
      : timedScan(connection, tenant, { ...asked, selection: selectionOf(asked.query) });
    slow.note(key, tookMs > patienceMs);
    if (tookMs > patienceMs) learnFrom(tenant, filter, tookMs);
    return page;
  };

  return async (tenant: string, query: EntityQuery, columns: Asked['columns']): Promise<RowPage> => {
    const filter = filterOf(query);
    const names = learnableNames(filter);
    if (names.length > 0) await index.learning(tenant, names);
    const asked = { query, columns };
    return together(() => lookUp(tenant, asked, filter)) ?? scan(tenant, asked, filter);
  };
};

/** Whether a value in the range is all that the query's condition asks for. */
const isDecidedBy = ({ decides }: Extract<Narrowing, { kind: 'value' }>, { q }: EntityQuery): boolean =>
  decides === true && q?.kind === 'compare';

const withoutCondition = ({ q: _q, ...rest }: EntityQuery): EntityQuery => rest;

/** Attributes of which an index may answer the query. */
const learnableNames = ({ narrowings }: SqlFilter): readonly string[] =>
  narrowings.flatMap((narrowing) => (narrowing.kind === 'value' ? [narrowing.name] : []));
