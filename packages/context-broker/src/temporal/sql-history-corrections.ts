import type { Connection } from '@allmende/database';
import { correctedRow, type Correction } from './corrections.ts';
import { pastRowOf, rowColumns } from './sql-history-reader.ts';
import type { HistoryRows } from './sql-history-rows.ts';
import type { SeriesDictionary } from './sql-series-dictionary.ts';

/** What the past is corrected with, inside a write transaction. */
export interface Editing {
  readonly connection: Connection;
  readonly series: SeriesDictionary;
  readonly rows: HistoryRows;
}

type RowKey = readonly [entity: number, series: number, at: number, seq: number];

const ofRow = 'entity = ? AND series = ? AND at = ? AND seq = ?';

/** Puts what is left of a row in its place, in a series of its own. */
const keep = (
  { connection, series }: Editing,
  key: RowKey,
  left: { readonly columns: string; readonly body: string },
): void => {
  connection
    .prepare(
      `INSERT INTO history SELECT entity, ?, at, seq, created_at, modified_at, deleted_at, write, ? FROM history
       WHERE ${ofRow}`,
    )
    .run(series.keyOf(connection, left.columns), left.body, ...key);
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
  const { connection } = editing;
  const changed = editing.series.withAttribute([attribute]).flatMap((own) =>
    connection
      .prepare(`SELECT ${rowColumns} FROM history WHERE entity = ? AND series = ?`)
      .all(pk, own.key)
      .flatMap((columns) => {
        const row = pastRowOf(columns);
        const corrected = correctedRow(row, own, { attribute, correct });
        const key: RowKey = [pk, own.key, row.at, row.seq];
        return corrected === undefined ? [] : [{ key, ...corrected }];
      }),
  );
  for (const { key, left, moments } of changed) {
    if (left !== undefined) keep(editing, key, left);
    connection.prepare(`DELETE FROM history WHERE ${ofRow}`).run(...key);
    for (const moment of moments) editing.rows.add(connection, pk, moment);
  }
  return changed.length > 0;
};
