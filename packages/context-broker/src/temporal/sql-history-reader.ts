import type { Connection } from '@allmende/database';
import type { StoredEntity } from '../entities/entity-document.ts';
import { entityCodec } from '../entities/sql-entity-row.ts';
import { tombstoneOf } from '../entities/tombstone.ts';
import { instanceOfSlot, type SeriesColumn } from './series.ts';
import type { Series, SeriesDictionary } from './sql-series-dictionary.ts';
import { SCOPE } from './scope-history.ts';
import { isInInterval, timeOf } from './temporal-query.ts';
import type { PastInstance, TemporalQuery } from './temporal-store.ts';

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

/** One instance and its time in milliseconds by the property of the query. */
export interface Entry {
  readonly attribute: string;
  readonly instance: PastInstance;
  readonly ms: number | undefined;
  /** Grows with the order of writing; what is valid now comes last. */
  readonly seq: number;
}

const columns = {
  observedAt: 'at',
  createdAt: 'created_at',
  modifiedAt: 'modified_at',
  deletedAt: 'deleted_at',
} as const satisfies Record<TemporalQuery['property'], string>;

interface Condition {
  readonly column: string;
  readonly where: string;
  readonly parameters: readonly number[];
}

const conditionOf = ({ pk, query }: HistorySelection, series: Series): Condition => {
  const column = columns[query.property];
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

/** Places of the columns that are asked for; without time of observation none lies in an interval of such. */
const askedColumns = (
  { columns: all }: Series,
  { attributes, property, relation }: TemporalQuery,
): readonly number[] =>
  all.flatMap((column, place) => {
    // Scopes are asked for by themselves (scope-history.ts).
    if (attributes === undefined ? column.attribute === SCOPE : !attributes.includes(column.attribute))
      return [];
    return property === 'observedAt' && relation !== undefined && column.observed === 0 ? [] : [place];
  });

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

interface Asked {
  readonly series: Series;
  readonly places: readonly number[];
}

const askedSeries = (source: HistorySource, { pk, query }: HistorySelection): readonly Asked[] =>
  (query.attributes === undefined ? seriesOf(source, pk) : source.series.withAttribute(query.attributes))
    .map((series) => ({ series, places: askedColumns(series, query) }))
    .filter(({ places }) => places.length > 0);

/** The deletion of an instance as an instance of its own (§4.5.7). */
const deletionOf = (last: PastInstance, deletedMs: number): PastInstance => ({
  ...tombstoneOf(last),
  ...(last.instanceId === undefined ? {} : { instanceId: `${last.instanceId}:deleted` }),
  deletedAt: new Date(deletedMs).toISOString(),
});

type Row = Readonly<Record<string, unknown>>;

/** The instance in one slot of a row with `rowColumns`. */
export const instanceIn = (
  row: Row,
  slots: readonly unknown[],
  column: SeriesColumn,
  place: number,
): PastInstance =>
  instanceOfSlot(entityCodec, column, slots[place], {
    at: Number(row['at']),
    stamp: {
      createdMs: Number(row['created_at']),
      modifiedMs: Number(row['modified_at']),
      write: String(row['write']),
    },
  });

const entriesOf = (row: Row, { series, places }: Asked, { property }: TemporalQuery): readonly Entry[] => {
  const slots = JSON.parse(String(row['body'])) as readonly unknown[];
  return places.flatMap((place): readonly Entry[] => {
    const column = series.columns[place];
    if (column === undefined) return [];
    const last = instanceIn(row, slots, column, place);
    const instance = property === 'deletedAt' ? deletionOf(last, Number(row['deleted_at'])) : last;
    const { attribute } = column;
    return [{ attribute, instance, ms: timeOf(instance, property), seq: Number(row['seq']) }];
  });
};

/** What is read of a row. */
export const rowColumns = 'at, seq, created_at, modified_at, deleted_at, write, body';

/** In order of time, then of writing; instances without such a time come first. */
export const inOrderOfTime = (left: Entry, right: Entry): number =>
  (left.ms ?? Number.MIN_SAFE_INTEGER) - (right.ms ?? Number.MIN_SAFE_INTEGER) || left.seq - right.seq;

/** At most so many past instances in order of time; with lastN at least the newest of each attribute and datasetId. */
export const readPast = (
  source: HistorySource,
  selection: HistorySelection,
  limit: number,
): readonly Entry[] => {
  const { lastN } = selection.query;
  const direction = lastN === undefined ? 'ASC' : 'DESC';
  const entries = askedSeries(source, selection).flatMap((asked) => {
    const { column, where, parameters } = conditionOf(selection, asked.series);
    return source.connection
      .prepare(
        `SELECT ${rowColumns} FROM history WHERE ${where} ORDER BY ${column} ${direction}, seq ${direction} LIMIT ?`,
      )
      .all(...parameters, Math.min(lastN ?? limit, limit))
      .flatMap((row) => entriesOf(row, asked, selection.query));
  });
  const ordered = entries.toSorted(inOrderOfTime);
  return lastN === undefined ? ordered.slice(0, limit) : ordered;
};

/** Past instances one by one, in no particular order. */
export function* streamPast(source: HistorySource, selection: HistorySelection): Generator<Entry> {
  for (const asked of askedSeries(source, selection)) {
    const { where, parameters } = conditionOf(selection, asked.series);
    const rows = source.connection
      .prepare(`SELECT ${rowColumns} FROM history WHERE ${where}`)
      .iterate(...parameters);
    for (const row of rows) yield* entriesOf(row, asked, selection.query);
  }
}

/** Whether there is any past instance in the interval. */
export const hasPast = (source: HistorySource, selection: HistorySelection): boolean =>
  askedSeries(source, selection).some(({ series }) => {
    const { where, parameters } = conditionOf(selection, series);
    const row = source.connection.prepare(`SELECT 1 FROM history WHERE ${where} LIMIT 1`).get(...parameters);
    return row !== undefined;
  });

/** Instances that are valid now and lie in the interval; what is valid was not deleted. */
export const currentEntries = (stored: StoredEntity | undefined, query: TemporalQuery): readonly Entry[] => {
  if (stored === undefined || query.property === 'deletedAt') return [];
  const names = query.attributes ?? Object.keys(stored.entity.attributes);
  return names
    .flatMap((attribute) =>
      (stored.instancesOf(attribute) ?? []).map((instance) => ({
        attribute,
        instance,
        ms: timeOf(instance, query.property),
        seq: Number.MAX_SAFE_INTEGER,
      })),
    )
    .filter(({ ms }) => isInInterval(ms, query));
};
