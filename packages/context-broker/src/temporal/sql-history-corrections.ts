import type { Connection } from '@allmende/database';
import type { AttributeInstance } from '../entities/entity.ts';
import { entityCodec } from '../entities/sql-entity-row.ts';
import { MomentCollector, textOfColumns } from './series.ts';
import { instanceIn, rowColumns } from './sql-history-reader.ts';
import type { HistoryRows } from './sql-history-rows.ts';
import type { Series, SeriesDictionary } from './sql-series-dictionary.ts';

/** What the past is corrected with, inside a write transaction. */
export interface Editing {
  readonly connection: Connection;
  readonly series: SeriesDictionary;
  readonly rows: HistoryRows;
}

/** What becomes of a past instance: itself, nothing, or another in its place. */
export type Correction = (before: AttributeInstance) => AttributeInstance | undefined;

type Row = Readonly<Record<string, unknown>>;

interface Place {
  readonly pk: number;
  readonly series: Series;
  readonly row: Row;
}

/** Takes slots out of a row; the others stay, in a row of their own series. */
const takeOut = (
  { connection, series }: Editing,
  { pk, series: own, row }: Place,
  places: ReadonlySet<number>,
) => {
  const key = [pk, own.key, Number(row['at']), Number(row['seq'])] as const;
  const left = own.columns.filter((_column, place) => !places.has(place));
  const deleteRow = 'DELETE FROM history WHERE entity = ? AND series = ? AND at = ? AND seq = ?';
  if (left.length > 0) {
    const slots = (JSON.parse(String(row['body'])) as unknown[]).filter((_slot, place) => !places.has(place));
    connection
      .prepare(
        `INSERT INTO history SELECT entity, ?, at, seq, created_at, modified_at, deleted_at, write, ? FROM history
         WHERE entity = ? AND series = ? AND at = ? AND seq = ?`,
      )
      .run(series.keyOf(connection, textOfColumns(left)), JSON.stringify(slots), ...key);
  }
  connection.prepare(deleteRow).run(...key);
};

const putBack = (
  editing: Editing,
  { pk, row }: Place,
  attribute: string,
  instance: AttributeInstance,
): void => {
  const collector = new MomentCollector();
  const stamp = {
    createdMs: Date.parse(instance.createdAt),
    modifiedMs: Date.parse(instance.modifiedAt),
    write: instance.instanceId ?? '',
  };
  const deletedAt = row['deleted_at'];
  const deletedMs = deletedAt === null ? undefined : Number(deletedAt);
  collector.add(attribute, entityCodec.writeInstance(instance), stamp, deletedMs);
  for (const moment of collector.moments()) editing.rows.add(editing.connection, pk, moment);
};

interface Corrected {
  readonly place: Place;
  /** By their places in the row. */
  readonly instances: ReadonlyMap<number, AttributeInstance | undefined>;
}

/** What a correction makes of a row; nothing is changed yet. */
const corrected = (place: Place, attribute: string, correct: Correction): Corrected => {
  const slots = JSON.parse(String(place.row['body'])) as readonly unknown[];
  const instances = new Map<number, AttributeInstance | undefined>();
  place.series.columns.forEach((column, index) => {
    if (column.attribute !== attribute) return;
    const before = instanceIn(place.row, slots, column, index);
    const after = correct(before);
    if (after !== before) instances.set(index, after);
  });
  return { place, instances };
};

/**
 * Corrects all past instances of an attribute of the entity with this pk; whether any changed. A refusal comes before
 * the first change.
 */
export const correctPast = (
  editing: Editing,
  { pk, attribute }: { readonly pk: number; readonly attribute: string },
  correct: Correction,
): boolean => {
  const { connection, series } = editing;
  const places = series.withAttribute([attribute]).flatMap((own) =>
    connection
      .prepare(`SELECT ${rowColumns} FROM history WHERE entity = ? AND series = ?`)
      .all(pk, own.key)
      .map((row): Place => ({ pk, series: own, row })),
  );
  const changed = places
    .map((place) => corrected(place, attribute, correct))
    .filter(({ instances }) => instances.size > 0);
  for (const { place, instances } of changed) {
    takeOut(editing, place, new Set(instances.keys()));
    for (const after of instances.values()) {
      if (after !== undefined) putBack(editing, place, attribute, after);
    }
  }
  return changed.length > 0;
};
