import type { PostgresConnection } from '@allmende/database';
import type { PastRow } from './past-entries.ts';
import type { PostgresSeriesDictionary } from './postgres-series-dictionary.ts';
import type { Moment } from './series.ts';

/** Whose past it is. */
export interface PastOwner {
  readonly tenant: string;
  readonly entityId: string;
}

/** A new row of the history. */
export interface OwnedMoment extends PastOwner {
  readonly moment: Moment;
}

/** A row that has its place in order already. */
export interface OwnedRow extends PastOwner {
  readonly series: number;
  readonly row: PastRow;
}

/** Writes rows of the history within a transaction that holds the locks of their owners. */
export interface PostgresHistoryRows {
  /** Rows of one entity, series and time are told apart by `seq`, which grows with the order of writing. */
  add(connection: PostgresConnection, moments: readonly OwnedMoment[]): Promise<void>;
}

const insertNew = `
  INSERT INTO history (tenant, entity, series, at, seq, created_at, modified_at, deleted_at, write, body)
  SELECT tenant, entity, series, at, nextval('history_seq'), created_at, modified_at, deleted_at, write, body
  FROM unnest($1::text[], $2::text[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::text[],
    $9::text[]) AS n (tenant, entity, series, at, created_at, modified_at, deleted_at, write, body)`;

const insertPlaced = `
  INSERT INTO history (tenant, entity, series, at, created_at, modified_at, deleted_at, write, body, seq)
  SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
    $8::text[], $9::text[], $10::bigint[])`;

type Cells = Omit<PastRow, 'seq' | 'deletedMs'> & { readonly deletedMs?: number | undefined };

/** The columns of rows, each as one parameter. */
const columnsOfRows = (rows: readonly (PastOwner & { readonly series: number; readonly cells: Cells })[]) => [
  rows.map(({ tenant }) => tenant),
  rows.map(({ entityId }) => entityId),
  rows.map(({ series }) => series),
  rows.map(({ cells }) => cells.at),
  rows.map(({ cells }) => cells.createdMs),
  rows.map(({ cells }) => cells.modifiedMs),
  rows.map(({ cells }) => cells.deletedMs ?? null),
  rows.map(({ cells }) => cells.write),
  rows.map(({ cells }) => cells.body),
];

/** Puts rows back as they were. */
export const putRows = async (connection: PostgresConnection, rows: readonly OwnedRow[]): Promise<void> => {
  if (rows.length === 0) return;
  const columns = columnsOfRows(rows.map(({ row, ...rest }) => ({ ...rest, cells: row })));
  await connection.run(
    insertPlaced,
    ...columns,
    rows.map(({ row }) => row.seq),
  );
};

export const createPostgresHistoryRows = (series: PostgresSeriesDictionary): PostgresHistoryRows => ({
  add: async (connection, moments) => {
    if (moments.length === 0) return;
    const keys = await series.keysOf(
      connection,
      moments.map(({ moment }) => moment.columns),
    );
    const rows = moments.map(({ moment, ...owner }) => ({
      ...owner,
      series: keys.get(moment.columns) ?? 0,
      cells: { ...moment, body: JSON.stringify(moment.slots) },
    }));
    await connection.run(insertNew, ...columnsOfRows(rows));
  },
});
