import type { Connection, Database } from '@allmende/database';
import type { Clock } from '@allmende/kernel';
import type { AttributeInstance } from '../entities/entity.ts';
import { isOver } from '../entities/expiries.ts';
import type { Dictionaries } from '../entities/sql-dictionaries.ts';
import { entityCodec } from '../entities/sql-entity-row.ts';
import type { HistoryEditor } from './history-editor.ts';
import { MomentCollector, textOfColumns } from './series.ts';
import { instanceIn, rowColumns } from './sql-history-reader.ts';
import { createHistoryRows, type HistoryRows } from './sql-history-rows.ts';
import type { Series, SeriesDictionary } from './sql-series-dictionary.ts';

interface Editing {
  readonly connection: Connection;
  readonly series: SeriesDictionary;
  readonly rows: HistoryRows;
}

/** What becomes of a past instance: itself, nothing, or another in its place. */
type Correction = (before: AttributeInstance) => AttributeInstance | undefined;

type Row = Readonly<Record<string, unknown>>;

const pkOf = (connection: Connection, tenant: string, entityId: string): number | undefined => {
  const row = connection.prepare('SELECT pk FROM entities WHERE tenant = ? AND id = ?').get(tenant, entityId);
  return row === undefined ? undefined : Number(row['pk']);
};

/** An entity that is no more and has no past was never there. */
const forgetWithoutPast = (connection: Connection, pk: number): boolean =>
  connection
    .prepare(
      `DELETE FROM entities WHERE pk = ? AND doc IS NULL
       AND NOT EXISTS (SELECT 1 FROM history WHERE entity = entities.pk)`,
    )
    .run(pk).changes > 0;

const removeEntity = (connection: Connection, tenant: string, entityId: string): boolean => {
  const pk = pkOf(connection, tenant, entityId);
  if (pk === undefined) return false;
  const { changes } = connection.prepare('DELETE FROM history WHERE entity = ?').run(pk);
  return forgetWithoutPast(connection, pk) || changes > 0;
};

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
): void => {
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

interface Target {
  readonly tenant: string;
  readonly entityId: string;
  readonly attribute: string;
}

/** Corrects all past instances of an attribute; whether any changed. A refusal comes before the first change. */
const correctAttribute = (editing: Editing, target: Target, correct: Correction): boolean => {
  const { connection, series } = editing;
  const pk = pkOf(connection, target.tenant, target.entityId);
  if (pk === undefined) return false;
  const places = series.withAttribute([target.attribute]).flatMap((own) =>
    connection
      .prepare(`SELECT ${rowColumns} FROM history WHERE entity = ? AND series = ?`)
      .all(pk, own.key)
      .map((row): Place => ({ pk, series: own, row })),
  );
  const changed = places
    .map((place) => corrected(place, target.attribute, correct))
    .filter(({ instances }) => instances.size > 0);
  for (const { place, instances } of changed) {
    takeOut(editing, place, new Set(instances.keys()));
    for (const after of instances.values()) {
      if (after !== undefined) putBack(editing, place, target.attribute, after);
    }
  }
  forgetWithoutPast(connection, pk);
  return changed.length > 0;
};

/** Corrects the rows of table history (migration 0003-series-history). */
export const createSqlHistoryEditor = (parts: {
  readonly database: Database;
  readonly dictionaries: Dictionaries;
  readonly clock: Clock;
}): HistoryEditor => {
  const { series } = parts.dictionaries;
  const rows = createHistoryRows({ series, clock: parts.clock });
  const correctAll = (target: Target, correct: Correction): Promise<boolean> =>
    parts.dictionaries.write((connection) => correctAttribute({ connection, series, rows }, target, correct));
  return {
    removeEntity: (tenant, entityId) =>
      parts.dictionaries.write((connection) => removeEntity(connection, tenant, entityId)),
    removeAttribute: (tenant, { datasetId = '', ...target }) =>
      correctAll({ tenant, ...target }, (before) =>
        datasetId === 'all' || (before.datasetId ?? '') === datasetId ? undefined : before,
      ),
    removeExpired: (tenant, target, nowMs) =>
      correctAll({ tenant, ...target }, (before) => (isOver(before, nowMs) ? undefined : before)),
    removeInstance: (tenant, { instanceId, ...target }) =>
      correctAll({ tenant, ...target }, (before) => (before.instanceId === instanceId ? undefined : before)),
    modifyInstance: (tenant, { instanceId, ...target }, change) =>
      correctAll({ tenant, ...target }, (before) =>
        before.instanceId === instanceId
          ? { ...change(before), createdAt: before.createdAt, instanceId }
          : before,
      ),
  };
};
