import type { PostgresConnection } from '@allmende/database';
import { correctedRow, type CorrectedRow, type Correction } from './corrections.ts';
import type { PastRow } from './past-entries.ts';
import { pastRowOf, rowsInPack } from './postgres-history-reader.ts';
import { putRows, type OwnedRow, type PastOwner, type PostgresHistoryRows } from './postgres-history-rows.ts';
import type { PostgresSeriesDictionary } from './postgres-series-dictionary.ts';

/** What the past is corrected with, inside a transaction that holds the lock of the entity. */
export interface Editing {
  readonly connection: PostgresConnection;
  readonly series: PostgresSeriesDictionary;
  readonly rows: PostgresHistoryRows;
}

/** What is corrected. */
export interface CorrectionTarget extends PastOwner {
  /** Expanded name. */
  readonly attribute: string;
  /** Only rows of these times. */
  readonly times?: readonly number[];
}

interface Found {
  readonly series: number;
  readonly row: PastRow;
  /** The pack that holds the row, by its first row. */
  readonly pack: PackKey | undefined;
}

interface PackKey {
  readonly series: number;
  readonly firstAt: number;
  readonly firstSeq: number;
}

const ofAttribute = 'series = ANY(ARRAY(SELECT key FROM history_series WHERE attributes && ARRAY[$3::text]))';

const readRows = async ({ connection }: Editing, target: CorrectionTarget): Promise<readonly Found[]> => {
  const rows = await connection.rows(
    `SELECT series, at, seq, created_at, modified_at, deleted_at, write, body FROM history
     WHERE tenant = $1 AND entity = $2 AND ${ofAttribute} AND ($4::bigint[] IS NULL OR at = ANY($4))`,
    target.tenant,
    target.entityId,
    target.attribute,
    target.times ?? null,
  );
  return rows.map(([series, ...cells]) => ({
    series: Number(series),
    row: pastRowOf(cells),
    pack: undefined,
  }));
};

/** The rows in packs that may hold some of these times, or in all. */
export const readPacked = async (
  connection: PostgresConnection,
  { tenant, entityId, attribute, times }: CorrectionTarget,
): Promise<readonly Found[]> => {
  const packs = await connection.rows(
    `SELECT series, first_at, first_seq, packed FROM history_packs
     WHERE tenant = $1 AND entity = $2 AND ${ofAttribute} AND ($4::bigint[] IS NULL
       OR EXISTS (SELECT 1 FROM unnest($4) t (at) WHERE t.at BETWEEN first_at AND last_at))`,
    tenant,
    entityId,
    attribute,
    times ?? null,
  );
  return packs.flatMap(([series, firstAt, firstSeq, packed]) => {
    const pack = { series: Number(series), firstAt: Number(firstAt), firstSeq: Number(firstSeq) };
    return rowsInPack(packed).map((row) => ({ series: pack.series, row, pack }));
  });
};

interface Changed extends Found {
  readonly corrected: CorrectedRow;
}

/** Makes rows of packs again, of which some are to be changed. */
const unpack = async (
  { connection }: Editing,
  { tenant, entityId }: PastOwner,
  packed: readonly Found[],
  changed: readonly Changed[],
): Promise<void> => {
  for (const pack of new Set(changed.flatMap((one) => one.pack ?? []))) {
    await connection.run(
      `DELETE FROM history_packs
       WHERE tenant = $1 AND entity = $2 AND series = $3 AND first_at = $4 AND first_seq = $5`,
      tenant,
      entityId,
      pack.series,
      pack.firstAt,
      pack.firstSeq,
    );
    const rows = packed.filter((one) => one.pack === pack);
    await putRows(
      connection,
      rows.map(({ series, row }) => ({ tenant, entityId, series, row })),
    );
  }
};

/** Deletes rows by their keys. */
export const deleteRows = async (
  connection: PostgresConnection,
  { tenant, entityId }: PastOwner,
  rows: readonly { readonly series: number; readonly row: Pick<PastRow, 'at' | 'seq'> }[],
): Promise<void> => {
  await connection.run(
    `DELETE FROM history h USING unnest($3::int[], $4::bigint[], $5::bigint[]) AS k (series, at, seq)
     WHERE h.tenant = $1 AND h.entity = $2 AND h.series = k.series AND h.at = k.at AND h.seq = k.seq`,
    tenant,
    entityId,
    rows.map(({ series }) => series),
    rows.map(({ row }) => row.at),
    rows.map(({ row }) => row.seq),
  );
};

/** What is left of changed rows stays in its place, in a series of its own. */
const keep = async (
  { connection, series }: Editing,
  { tenant, entityId }: PastOwner,
  changed: readonly Changed[],
): Promise<void> => {
  const kept = changed.flatMap(({ row, corrected: { left } }) => (left === undefined ? [] : [{ row, left }]));
  const keys = await series.keysOf(
    connection,
    kept.map(({ left }) => left.columns),
  );
  const rows = kept.map(({ row, left }): OwnedRow => {
    return { tenant, entityId, series: keys.get(left.columns) ?? 0, row: { ...row, body: left.body } };
  });
  await putRows(connection, rows);
};

/** Corrects past instances of an attribute of an entity; whether any changed. */
export const correctPast = async (
  editing: Editing,
  target: CorrectionTarget,
  correct: Correction,
): Promise<boolean> => {
  const { connection, series, rows } = editing;
  const packed = await readPacked(connection, target);
  const found = [...(await readRows(editing, target)), ...packed];
  const known = await series.find(
    connection,
    found.map((one) => one.series),
  );
  const changed = found.flatMap((one): readonly Changed[] => {
    const own = known.get(one.series);
    const corrected = own && correctedRow(one.row, own, { attribute: target.attribute, correct });
    return corrected === undefined ? [] : [{ ...one, corrected }];
  });
  if (changed.length === 0) return false;
  await unpack(editing, target, packed, changed);
  await deleteRows(connection, target, changed);
  await keep(editing, target, changed);
  const { tenant, entityId } = target;
  await rows.add(
    connection,
    changed.flatMap(({ corrected }) => corrected.moments.map((moment) => ({ tenant, entityId, moment }))),
  );
  return true;
};
