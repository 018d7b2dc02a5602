import type { StoredEntity } from '../entities/entity-document.ts';
import { entityCodec } from '../entities/sql-entity-row.ts';
import { tombstoneOf } from '../entities/tombstone.ts';
import { SCOPE } from './scope-history.ts';
import { instanceOfSlot, type Series, type SeriesColumn } from './series.ts';
import { isInInterval, timeOf } from './temporal-query.ts';
import type { PastInstance, TemporalQuery } from './temporal-store.ts';

/** One row of the history: what one write and time of observation left behind. Times in milliseconds. */
export interface PastRow {
  readonly at: number;
  /** Grows with the order of writing. */
  readonly seq: number;
  readonly createdMs: number;
  readonly modifiedMs: number;
  readonly deletedMs: number | undefined;
  readonly write: string;
  /** JSON array of the slots, by the places of the series' columns. */
  readonly body: string;
}

/** One instance and its time in milliseconds by the property of the query. */
export interface Entry {
  readonly attribute: string;
  readonly instance: PastInstance;
  readonly ms: number | undefined;
  /** Grows with the order of writing; what is valid now comes last. */
  readonly seq: number;
}

/** Columns of the table by which the properties of time select and order. */
export const timeColumns = {
  observedAt: 'at',
  createdAt: 'created_at',
  modifiedAt: 'modified_at',
  deletedAt: 'deleted_at',
} as const satisfies Record<TemporalQuery['property'], string>;

/** A row's time by a property, as the table has it. */
export const timeOfRow = (row: PastRow, property: TemporalQuery['property']): number | undefined => {
  switch (property) {
    case 'observedAt':
      return row.at;
    case 'createdAt':
      return row.createdMs;
    case 'modifiedAt':
      return row.modifiedMs;
    case 'deletedAt':
      return row.deletedMs;
  }
};

/** A series and the places of its columns that are asked for. */
export interface AskedSeries {
  readonly series: Series;
  readonly places: readonly number[];
}

/** Places of the columns that are asked for; without time of observation none lies in an interval of such. */
export const askedSeries = (
  series: Series,
  { attributes, property, relation }: TemporalQuery,
): AskedSeries => ({
  series,
  places: series.columns.flatMap((column, place) => {
    // Scopes are asked for by themselves (scope-history.ts).
    if (attributes === undefined ? column.attribute === SCOPE : !attributes.includes(column.attribute))
      return [];
    return property === 'observedAt' && relation !== undefined && column.observed === 0 ? [] : [place];
  }),
});

/** The deletion of an instance as an instance of its own (§4.5.7). */
const deletionOf = (last: PastInstance, deletedMs: number): PastInstance => ({
  ...tombstoneOf(last),
  ...(last.instanceId === undefined ? {} : { instanceId: `${last.instanceId}:deleted` }),
  deletedAt: new Date(deletedMs).toISOString(),
});

export const slotsOf = ({ body }: PastRow): readonly unknown[] => JSON.parse(body) as readonly unknown[];

/** The instance in one slot of a row. */
export const instanceIn = (row: PastRow, slot: unknown, column: SeriesColumn): PastInstance =>
  instanceOfSlot(entityCodec, column, slot, {
    at: row.at,
    stamp: { createdMs: row.createdMs, modifiedMs: row.modifiedMs, write: row.write },
  });

/** The instances in the places of a row that are asked for. */
export const entriesOf = (
  row: PastRow,
  { series, places }: AskedSeries,
  { property }: TemporalQuery,
): readonly Entry[] => {
  const slots = slotsOf(row);
  return places.flatMap((place): readonly Entry[] => {
    const column = series.columns[place];
    if (column === undefined) return [];
    const last = instanceIn(row, slots[place], column);
    const isDeletion = property === 'deletedAt' && row.deletedMs !== undefined;
    const instance = isDeletion ? deletionOf(last, row.deletedMs) : last;
    return [{ attribute: column.attribute, instance, ms: timeOf(instance, property), seq: row.seq }];
  });
};

/** In order of time, then of writing; instances without such a time come first. */
export const inOrderOfTime = (left: Entry, right: Entry): number =>
  (left.ms ?? Number.MIN_SAFE_INTEGER) - (right.ms ?? Number.MIN_SAFE_INTEGER) || left.seq - right.seq;

/** At most so many of what was read of each series, in order of time; with lastN all, as each has its newest. */
export const limitedPast = (
  entries: readonly Entry[],
  { lastN }: TemporalQuery,
  limit: number,
): readonly Entry[] => {
  const ordered = entries.toSorted(inOrderOfTime);
  return lastN === undefined ? ordered.slice(0, limit) : ordered;
};

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
