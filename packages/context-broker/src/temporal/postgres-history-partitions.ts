import type { PostgresConnection } from '@allmende/database';

/** A month of the history, which has a partition of its own; UTC. */
export interface Month {
  /** As in `2026_03`, by which its tables are named. */
  readonly name: string;
  readonly fromMs: number;
  /** Excluded. */
  readonly toMs: number;
}

const tables = ['history', 'history_packs'] as const;

const timeOf = { history: 'at', history_packs: 'first_at' } as const satisfies Record<
  (typeof tables)[number],
  string
>;

const monthAt = (year: number, index: number): Month => {
  const start = new Date(Date.UTC(year, index, 1));
  return {
    name: start.toISOString().slice(0, 7).replace('-', '_'),
    fromMs: start.getTime(),
    toMs: Date.UTC(year, index + 1, 1),
  };
};

/** The month of a time, or one so many later. */
export const monthOf = (ms: number, later = 0): Month => {
  const date = new Date(ms);
  return monthAt(date.getUTCFullYear(), date.getUTCMonth() + later);
};

/** The months that have partitions, in order. */
export const readMonths = async (connection: PostgresConnection): Promise<readonly Month[]> => {
  const rows = await connection.rows(
    `SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
     WHERE inhparent = 'history'::regclass AND relname ~ '^history_[0-9]{4}_[0-9]{2}$' ORDER BY relname`,
  );
  return rows.map(([name]) => {
    const [, year, month] = String(name).split('_');
    return monthAt(Number(year), Number(month) - 1);
  });
};

/** A month of which rows came without its having a partition. */
export interface CrowdedMonth extends Month {
  /** Rows in the default partition. */
  readonly size: number;
}

/** Months of which at least so many rows lie in the default partition. */
export const crowdedMonths = async (
  connection: PostgresConnection,
  { nowMs, atLeast }: { readonly nowMs: number; readonly atLeast: number },
): Promise<readonly CrowdedMonth[]> => {
  const rows = await connection.rows(
    `SELECT min(at), count(*) FROM history_default WHERE at >= $1 AND at < $2
     GROUP BY date_trunc('month', to_timestamp(at / 1000), 'UTC') HAVING count(*) >= $3 ORDER BY 1`,
    Date.UTC(2000, 0, 1),
    monthOf(nowMs, 12).toMs,
    atLeast,
  );
  return rows.map(([ms, size]) => ({ ...monthOf(Number(ms)), size: Number(size) }));
};

/** So that a lock which is not to be had soon keeps nobody else waiting for long. */
export const waitBriefly = "SET LOCAL lock_timeout = '2s'";

/**
 * Makes the partitions of a month, within a transaction of its own, and moves there what lies in the default ones.
 * Writers and readers of the default partition wait meanwhile.
 */
export const makeMonth = async (
  connection: PostgresConnection,
  { name, fromMs, toMs }: Month,
): Promise<void> => {
  await connection.run(waitBriefly);
  const range = `${String(fromMs)}) TO (${String(toMs)}`;
  for (const table of tables) {
    const [own, rest, time] = [`${table}_${name}`, `${table}_default`, timeOf[table]];
    await connection.run(`LOCK TABLE ${rest} IN ACCESS EXCLUSIVE MODE`);
    await connection.run(`CREATE TABLE ${own} (LIKE ${table} INCLUDING ALL)`);
    await connection.run(
      `WITH moved AS (DELETE FROM ${rest} WHERE ${time} >= $1 AND ${time} < $2 RETURNING *)
       INSERT INTO ${own} SELECT * FROM moved`,
      fromMs,
      toMs,
    );
    await connection.run(`ALTER TABLE ${table} ATTACH PARTITION ${own} FOR VALUES FROM (${range})`);
  }
};

/** Drops all of a month, within a transaction of its own. */
export const dropMonth = async (connection: PostgresConnection, { name }: Month): Promise<void> => {
  await connection.run(waitBriefly);
  for (const table of tables) await connection.run(`DROP TABLE ${table}_${name}`);
};

/** Whether nothing is left of a month. */
export const isEmptyMonth = async (connection: PostgresConnection, { name }: Month): Promise<boolean> => {
  const [row] = await connection.rows(
    `SELECT NOT EXISTS (SELECT 1 FROM history_${name}) AND NOT EXISTS (SELECT 1 FROM history_packs_${name})`,
  );
  return row?.[0] === true;
};
