import type { PostgresConnection } from '@allmende/database';
import type { Cut } from './history-policy.ts';
import { rowsInPack } from './postgres-history-reader.ts';
import { putPacks } from './postgres-history-packing.ts';

/** What is removed at once: what a cut speaks of, between two times. */
export interface Slice {
  readonly cut: Cut;
  readonly fromMs: number;
  /** Excluded. */
  readonly toMs: number;
}

/** Which rows of `h` a cut speaks of; its parameters are $1 and $2. */
const conditionOf = ({ tenants, types }: Cut): string => {
  const ofType = `EXISTS (SELECT 1 FROM entities e WHERE e.tenant = h.tenant AND e.id = h.entity AND e.types && $2::text[])`;
  return `${'only' in tenants ? 'h.tenant = ANY($1::text[])' : 'h.tenant <> ALL($1::text[])'}
    AND ${'any' in types ? ofType : `NOT ${ofType}`}`;
};

const parametersOf = ({ tenants, types }: Cut) => [
  'only' in tenants ? [tenants.only] : tenants.except,
  'any' in types ? types.any : types.none,
];

/** Removes rows of a slice within a transaction; answers how many. */
export const removeRows = (connection: PostgresConnection, { cut, fromMs, toMs }: Slice): Promise<number> =>
  connection.run(
    `DELETE FROM history h WHERE at >= $3 AND at < $4 AND ${conditionOf(cut)}`,
    ...parametersOf(cut),
    fromMs,
    toMs,
  );

/** Removes packs that end before the slice does; answers how many rows were in them. */
export const removePacks = async (
  connection: PostgresConnection,
  { cut, fromMs, toMs }: Slice,
): Promise<number> => {
  const [row] = await connection.rows(
    `WITH gone AS (
       DELETE FROM history_packs h
       WHERE first_at >= $3 AND first_at < $4 AND last_at < $4 AND ${conditionOf(cut)} RETURNING size)
     SELECT coalesce(sum(size), 0)::int8 FROM gone`,
    ...parametersOf(cut),
    fromMs,
    toMs,
  );
  return Number(row?.[0]);
};

const packsAtOnce = 100;

/** Takes what lies before the end of the slice out of some packs that reach over it; answers how many rows. */
export const shortenPacks = async (
  connection: PostgresConnection,
  { cut, fromMs, toMs }: Slice,
): Promise<number> => {
  const over = `first_at >= $3 AND first_at < $4 AND last_at >= $4 AND ${conditionOf(cut)}`;
  const parameters = [...parametersOf(cut), fromMs, toMs];
  const owners = await connection.rows(
    `SELECT DISTINCT tenant, entity FROM history_packs h WHERE ${over} ORDER BY 1, 2 LIMIT ${String(packsAtOnce)}`,
    ...parameters,
  );
  if (owners.length === 0) return 0;
  const names = [owners.map(([tenant]) => tenant), owners.map(([, entity]) => entity)];
  await connection.rows(
    `SELECT 1 FROM entities WHERE (tenant, id) IN (SELECT * FROM unnest($1::text[], $2::text[]))
     ORDER BY tenant, id FOR UPDATE`,
    ...names,
  );
  const packs = await connection.rows(
    `DELETE FROM history_packs h WHERE ${over} AND (tenant, entity) IN (SELECT * FROM unnest($5::text[], $6::text[]))
     RETURNING tenant, entity, series, size, packed`,
    ...parameters,
    ...names,
  );
  const left = packs.map(([tenant, entity, series, , packed]) => ({
    tenant: String(tenant),
    entityId: String(entity),
    series: Number(series),
    rows: rowsInPack(packed).filter(({ at }) => at >= toMs),
  }));
  await putPacks(connection, left);
  const before = packs.reduce((sum, [, , , size]) => sum + Number(size), 0);
  return before - left.reduce((sum, { rows }) => sum + rows.length, 0);
};

const goneAtOnce = 1000;

/** Forgets entities that are no more and have no past, some of those after one; answers the last, undefined at the end. */
export const forgetGone = async (
  connection: PostgresConnection,
  [afterTenant, afterId]: readonly [string, string],
): Promise<readonly [string, string] | undefined> => {
  const gone = await connection.rows(
    `SELECT tenant, id FROM entities WHERE doc IS NULL AND (tenant, id) > ($1, $2)
     ORDER BY tenant, id LIMIT ${String(goneAtOnce)} FOR UPDATE SKIP LOCKED`,
    afterTenant,
    afterId,
  );
  // By a statement of its own, which sees what was added until the lock was had.
  await connection.run(
    `DELETE FROM entities e USING unnest($1::text[], $2::text[]) AS g (tenant, id)
     WHERE e.tenant = g.tenant AND e.id = g.id AND e.doc IS NULL
       AND NOT EXISTS (SELECT 1 FROM history h WHERE h.tenant = g.tenant AND h.entity = g.id)
       AND NOT EXISTS (SELECT 1 FROM history_packs h WHERE h.tenant = g.tenant AND h.entity = g.id)`,
    gone.map(([tenant]) => tenant),
    gone.map(([, id]) => id),
  );
  const last = gone.at(-1);
  return last === undefined || gone.length < goneAtOnce ? undefined : [String(last[0]), String(last[1])];
};
