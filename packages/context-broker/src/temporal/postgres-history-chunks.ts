import type { PostgresConnection } from '@allmende/database';
import type { Month } from './postgres-history-partitions.ts';

/** Whether the history is a hypertable of TimescaleDB, which makes its chunks itself. */
export const isHypertable = async (connection: PostgresConnection): Promise<boolean> => {
  const [row] = await connection.rows("SELECT to_regclass('history_default') IS NULL");
  return row?.[0] === true;
};

const ofHistory = "FROM timescaledb_information.chunks WHERE hypertable_name = 'history'";

const nameOfChunk = "format('%I.%I', chunk_schema, chunk_name)";

/** The chunks, in order of time; they are no calendar months. */
export const readChunks = async (connection: PostgresConnection): Promise<readonly Month[]> => {
  const rows = await connection.rows(
    `SELECT ${nameOfChunk}, range_start_integer, range_end_integer ${ofHistory} ORDER BY 2`,
  );
  return rows.map(([name, from, to]) => ({ name: String(name), fromMs: Number(from), toMs: Number(to) }));
};

export const dropChunk = async (connection: PostgresConnection, { fromMs, toMs }: Month): Promise<void> => {
  await connection.rows(
    "SELECT drop_chunks('history', newer_than => $1::bigint, older_than => $2::bigint)",
    fromMs,
    toMs,
  );
};

export const isEmptyChunk = async (
  connection: PostgresConnection,
  { fromMs, toMs }: Month,
): Promise<boolean> => {
  const [row] = await connection.rows(
    'SELECT 1 FROM history WHERE at >= $1 AND at < $2 LIMIT 1',
    fromMs,
    toMs,
  );
  return row === undefined;
};

/** Rows that lie in chunks which ended before a time and are not compressed. */
export const uncompressedChunks = async (
  connection: PostgresConnection,
  beforeMs: number,
): Promise<readonly string[]> => {
  const rows = await connection.rows(
    `SELECT ${nameOfChunk} ${ofHistory} AND NOT is_compressed AND range_end_integer <= $1 ORDER BY 1`,
    beforeMs,
  );
  return rows.map(([name]) => String(name));
};

/** Compresses a chunk; answers how many rows are in it. */
export const compressChunk = async (connection: PostgresConnection, name: string): Promise<number> => {
  const [counted] = await connection.rows(`SELECT count(*)::int8 FROM ${name}`);
  await connection.rows('SELECT compress_chunk($1::regclass)', name);
  return Number(counted?.[0]);
};

/** For a transaction that deletes from compressed chunks, which are made rows again as far as needed. */
export const mayDecompress = 'SET LOCAL timescaledb.max_tuples_decompressed_per_dml_transaction = 0';
