import type { Connection } from '@allmende/database';
import {
  askedSeries,
  entriesOf,
  limitedPast,
  timeColumns,
  type AskedSeries,
  type Entry,
  type PastRow,
} from './past-entries.ts';
import { SCOPE } from './scope-history.ts';
import type { Series } from './series.ts';
import type { SeriesDictionary } from './sql-series-dictionary.ts';
import type { TemporalQuery } from './temporal-store.ts';

/** Whose instances, of which attributes and from which interval. */
export interface HistorySelection {
  readonly pk: number;
  readonly query: TemporalQuery;
}

/** What past instances are read from. */
export interface HistorySource {
  readonly connection: Connection;
  readonly series: SeriesDictionary;
}

interface Condition {
  readonly column: string;
  readonly where: string;
  readonly parameters: readonly number[];
}

const conditionOf = ({ pk, query }: HistorySelection, series: Series): Condition => {
  const column = timeColumns[query.property];
  const conditions = ['entity = ?', 'series = ?'];
  const parameters = [pk, series.key];
  const { relation, timeAt = 0, endTimeAt = 0 } = query;
  if (query.property === 'deletedAt') conditions.push('deleted_at IS NOT NULL');
  if (relation === 'before') conditions.push(`${column} < ?`);
  if (relation === 'after') conditions.push(`${column} >= ?`);
  if (relation === 'between') conditions.push(`${column} >= ?`, `${column} < ?`);
  if (relation !== undefined) parameters.push(timeAt, ...(relation === 'between' ? [endTimeAt] : []));
  return { column, where: conditions.join(' AND '), parameters };
};

/** Series that an entity has rows of; skips from one to the next through the index. */
const seriesOf = ({ connection, series }: HistorySource, pk: number): readonly Series[] =>
  connection
    .prepare(
      `WITH RECURSIVE own(key) AS (
         SELECT min(series) FROM history WHERE entity = ?1
         UNION ALL
         SELECT (SELECT min(series) FROM history WHERE entity = ?1 AND series > own.key)
         FROM own WHERE own.key IS NOT NULL)
       SELECT key FROM own WHERE key IS NOT NULL`,
    )
    .all(pk)
    .flatMap(({ key }) => series.find(Number(key)) ?? []);

/** Names of the attributes that an entity ever had, as far as they are past. */
export const pastAttributes = (source: HistorySource, pk: number): readonly string[] =>
  [
    ...new Set(seriesOf(source, pk).flatMap(({ columns: all }) => all.map(({ attribute }) => attribute))),
  ].filter((name) => name !== SCOPE);

const allAsked = (source: HistorySource, { pk, query }: HistorySelection): readonly AskedSeries[] =>
  (query.attributes === undefined ? seriesOf(source, pk) : source.series.withAttribute(query.attributes))
    .map((series) => askedSeries(series, query))
    .filter(({ places }) => places.length > 0);

/** What is read of a row. */
export const rowColumns = 'at, seq, created_at, modified_at, deleted_at, write, body';

/** A row with `rowColumns`. */
export const pastRowOf = (row: Readonly<Record<string, unknown>>): PastRow => {
  const deletedAt = row['deleted_at'];
  return {
    at: Number(row['at']),
    seq: Number(row['seq']),
    createdMs: Number(row['created_at']),
    modifiedMs: Number(row['modified_at']),
    deletedMs: deletedAt === null ? undefined : Number(deletedAt),
    write: String(row['write']),
    body: String(row['body']),
  };
};

/** At most so many past instances in order of time; with lastN at least the newest of each attribute and datasetId. */
export const readPast = (
  source: HistorySource,
  selection: HistorySelection,
  limit: number,
): readonly Entry[] => {
  const { lastN } = selection.query;
  const direction = lastN === undefined ? 'ASC' : 'DESC';
  const entries = allAsked(source, selection).flatMap((asked) => {
    const { column, where, parameters } = conditionOf(selection, asked.series);
    return source.connection
      .prepare(
        `SELECT ${rowColumns} FROM history WHERE ${where} ORDER BY ${column} ${direction}, seq ${direction} LIMIT ?`,
      )
      .all(...parameters, Math.min(lastN ?? limit, limit))
      .flatMap((row) => entriesOf(pastRowOf(row), asked, selection.query));
  });
  return limitedPast(entries, selection.query, limit);
};

/** Past instances one by one, in no particular order. */
export function* streamPast(source: HistorySource, selection: HistorySelection): Generator<Entry> {
  for (const asked of allAsked(source, selection)) {
    const { where, parameters } = conditionOf(selection, asked.series);
    const rows = source.connection
      .prepare(`SELECT ${rowColumns} FROM history WHERE ${where}`)
      .iterate(...parameters);
    for (const row of rows) yield* entriesOf(pastRowOf(row), asked, selection.query);
  }
}

/** Whether there is any past instance in the interval. */
export const hasPast = (source: HistorySource, selection: HistorySelection): boolean =>
  allAsked(source, selection).some(({ series }) => {
    const { where, parameters } = conditionOf(selection, series);
    const row = source.connection.prepare(`SELECT 1 FROM history WHERE ${where} LIMIT 1`).get(...parameters);
    return row !== undefined;
  });
