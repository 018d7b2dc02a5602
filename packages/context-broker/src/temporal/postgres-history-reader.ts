import type { PostgresConnection } from '@allmende/database';
import { unpackRows } from './history-pack.ts';
import {
  askedSeries,
  entriesOf,
  limitedPast,
  timeColumns,
  timeOfRow,
  type AskedSeries,
  type Entry,
  type PastRow,
} from './past-entries.ts';
import type { PastOwner } from './postgres-history-rows.ts';
import type { PostgresSeriesDictionary } from './postgres-series-dictionary.ts';
import { SCOPE } from './scope-history.ts';
import type { Series } from './series.ts';
import type { TemporalQuery, TimeProperty } from './temporal-store.ts';

/** What past instances are read from. */
export interface PostgresHistorySource {
  readonly connection: PostgresConnection;
  readonly series: PostgresSeriesDictionary;
}

/** Whose instances, of which attributes and from which interval. */
export interface PastSelection extends PastOwner {
  readonly query: TemporalQuery;
  /** Only rows from this time on, by the property of the query. */
  readonly fromMs?: number;
}

/** Wider than all times of ISO 8601. */
const [beginningMs, endMs] = [-8_640_000_000_000_000, 8_640_000_000_000_001];

/** The interval as it is asked of a column of time: start included, end excluded. */
export const boundsOf = ({ relation, timeAt, endTimeAt }: TemporalQuery): readonly [number, number] => [
  (relation === 'before' ? undefined : timeAt) ?? beginningMs,
  (relation === 'before' ? timeAt : endTimeAt) ?? endMs,
];

/** No pack reaches over the end of a month. */
const longestPackMs = 31 * 86_400_000;

/**
 * Condition on history_series: it holds an attribute of the parameter, or any if that is null; scopes are none. In an
 * interval of times of observation only what has one.
 */
export const seriesCondition = ({ property, relation }: TemporalQuery, parameter: string): string => {
  const names = property === 'observedAt' && relation !== undefined ? 'observed' : 'attributes';
  return `CASE WHEN ${parameter}::text[] IS NULL THEN NOT ${names} <@ ARRAY['${SCOPE}'] ELSE ${names} && ${parameter} END`;
};

/** Condition on history_packs: some, or with `wholly` all, of a pack may lie within the interval. */
export const packCondition = (
  property: TimeProperty,
  [from, to]: readonly [string, string],
  isWhole = false,
): string => {
  const column = timeColumns[property];
  const [first, last] = [`first_${column}`, `last_${column}`];
  if (isWhole) return `${first} >= ${from} AND ${last} < ${to}`;
  const near = property === 'observedAt' ? ` AND first_at >= ${from} - ${String(longestPackMs)}` : '';
  return `${first} < ${to} AND ${last} >= ${from}${near}`;
};

const ownRows = 'tenant = $1 AND entity = $2';

/** Series that the entity has anything of, found by skipping from one to the next through the index. */
const seriesOfEntity = `
  WITH RECURSIVE own (key) AS (
    SELECT least((SELECT min(series) FROM history WHERE ${ownRows}),
      (SELECT min(series) FROM history_packs WHERE ${ownRows}))
    UNION ALL
    SELECT least((SELECT min(series) FROM history WHERE ${ownRows} AND series > own.key),
      (SELECT min(series) FROM history_packs WHERE ${ownRows} AND series > own.key))
    FROM own WHERE own.key IS NOT NULL)
  SELECT own.key FROM own JOIN history_series s ON s.key = own.key`;

/** Rows and packs by one statement, as rows may become packs between two. */
const selectPast = (query: TemporalQuery): string => {
  const { property, lastN, attributes } = query;
  const column = timeColumns[property];
  const isNewest = lastN !== undefined;
  const direction = isNewest ? 'DESC' : 'ASC';
  const asked = seriesCondition(query, '$3');
  const series =
    attributes === undefined
      ? `${seriesOfEntity} WHERE ${asked}`
      : `SELECT key FROM history_series WHERE ${asked}`;
  // Packs of a series lie one after the other in time, so those after enough rows need not be read.
  const enough = `coalesce(sum(size) FILTER (WHERE ${packCondition(property, ['$4', '$5'], true)}) OVER (
    PARTITION BY series ORDER BY ${isNewest ? 'last_at' : 'first_at'} ${direction}, first_seq ${direction}
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)`;
  return `
    SELECT s.key, h.*, NULL::bytea FROM unnest(ARRAY(${series})) AS s (key) CROSS JOIN LATERAL (
      SELECT at, seq, created_at, modified_at, deleted_at, write, body FROM history
      WHERE ${ownRows} AND series = s.key AND ${column} >= $4 AND ${column} < $5
      ORDER BY ${column} ${direction}, seq ${direction} LIMIT $6) h
    UNION ALL
    SELECT series, NULL, NULL, NULL, NULL, NULL, NULL, NULL, packed FROM (
      SELECT series, packed, ${property === 'observedAt' ? enough : '0'} AS before FROM history_packs
      WHERE ${ownRows} AND series = ANY(ARRAY(${series})) AND ${packCondition(property, ['$4', '$5'])}) p
    WHERE before < $6`;
};

type Cells = readonly unknown[];

/** The row in the columns at, seq, created_at, modified_at, deleted_at, write, body. */
export const pastRowOf = ([at, seq, createdAt, modifiedAt, deletedAt, write, body]: Cells): PastRow => ({
  at: Number(at),
  seq: Number(seq),
  createdMs: Number(createdAt),
  modifiedMs: Number(modifiedAt),
  deletedMs: deletedAt === null ? undefined : Number(deletedAt),
  write: String(write),
  body: String(body),
});

/** The rows in a pack. */
export const rowsInPack = (packed: unknown): readonly PastRow[] =>
  packed instanceof Uint8Array ? unpackRows(packed) : [];

/** A row of the history and what is asked of it. */
export interface AskedRow {
  readonly row: PastRow;
  readonly asked: AskedSeries;
}

const isWithin = (ms: number | undefined, [from, to]: readonly [number, number]): boolean =>
  ms !== undefined && ms >= from && ms < to;

/** At most so many rows of each series: the oldest, or with lastN the newest. */
export const readPastRows = async (
  { connection, series }: PostgresHistorySource,
  { tenant, entityId, query, fromMs }: PastSelection,
  limit: number,
): Promise<readonly AskedRow[]> => {
  const { property, lastN } = query;
  const [start, end] = boundsOf(query);
  const bounds = [Math.max(start, fromMs ?? start), end] as const;
  const most = Math.min(lastN ?? limit, limit);
  const attributes = query.attributes ?? null;
  const found = await connection.rows(selectPast(query), tenant, entityId, attributes, ...bounds, most);
  const known = await series.find(
    connection,
    found.map(([key]) => Number(key)),
  );
  const sign = lastN === undefined ? 1 : -1;
  const order = (row: PastRow): number => timeOfRow(row, property) ?? 0;
  return [...Map.groupBy(found, ([key]) => Number(key))].flatMap(([key, members]) => {
    const own = known.get(key);
    if (own === undefined) return [];
    const asked = askedSeries(own, query);
    if (asked.places.length === 0) return [];
    return members
      .flatMap(([, ...cells]) => (cells[7] === null ? [pastRowOf(cells)] : rowsInPack(cells[7])))
      .filter((row) => isWithin(timeOfRow(row, property), bounds))
      .toSorted((left, right) => sign * (order(left) - order(right) || left.seq - right.seq))
      .slice(0, most)
      .map((row) => ({ row, asked }));
  });
};

/** At most so many past instances in order of time; with lastN at least the newest of each attribute and datasetId. */
export const readPast = async (
  source: PostgresHistorySource,
  selection: PastSelection,
  limit: number,
): Promise<readonly Entry[]> => {
  const rows = await readPastRows(source, selection, limit);
  const entries = rows.flatMap(({ row, asked }) => entriesOf(row, asked, selection.query));
  return limitedPast(entries, selection.query, limit);
};

/** Whether there is any past instance in the interval. */
export const hasPast = async (
  source: PostgresHistorySource,
  { query: { lastN: _lastN, ...query }, ...selection }: PastSelection,
): Promise<boolean> => (await readPastRows(source, { ...selection, query }, 1)).length > 0;

const pageSize = 2000;

/** All past instances in the interval, page by page; some may come twice. */
export async function* streamPast(
  source: PostgresHistorySource,
  { query: { lastN: _lastN, ...query }, ...selection }: PastSelection,
): AsyncGenerator<readonly Entry[]> {
  let fromMs: number | undefined;
  for (let limit = pageSize; ;) {
    const of = { ...selection, query, ...(fromMs === undefined ? {} : { fromMs }) };
    const rows = await readPastRows(source, of, limit);
    yield rows.flatMap(({ row, asked }) => entriesOf(row, asked, query));
    const next = nextStart(rows, limit, query.property);
    if (next === undefined) return;
    // More rows of one time than a page holds need a longer one.
    if (next === fromMs) limit *= 2;
    fromMs = next;
  }
}

/** From where on some series has rows that were not read. */
const nextStart = (rows: readonly AskedRow[], limit: number, property: TimeProperty): number | undefined => {
  const ends = [...Map.groupBy(rows, ({ asked }) => asked.series.key).values()]
    .filter((own) => own.length === limit)
    .flatMap((own) => own.slice(-1).map(({ row }) => timeOfRow(row, property) ?? 0));
  return ends.length === 0 ? undefined : Math.min(...ends);
};

/** The kinds of rows that an entity has in its past. */
export const seriesOfPast = async (
  { connection, series }: PostgresHistorySource,
  { tenant, entityId }: PastOwner,
): Promise<readonly Series[]> => {
  const keys = await connection.rows(seriesOfEntity, tenant, entityId);
  return [
    ...(
      await series.find(
        connection,
        keys.map(([key]) => Number(key)),
      )
    ).values(),
  ];
};
