import type { PostgresConnection } from '@allmende/database';
import { packRows } from './history-pack.ts';
import type { PastRow } from './past-entries.ts';
import { pastRowOf, rowsInPack } from './postgres-history-reader.ts';
import type { OwnedRow } from './postgres-history-rows.ts';
import { waitBriefly, type Month } from './postgres-history-partitions.ts';

/** Rows that are packed in one step, and that lie in one pack at most. */
const [rowsAtOnce, rowsInOne] = [5000, 500];

/** Rows of one entity and series. */
interface Group {
  readonly tenant: string;
  readonly entityId: string;
  readonly series: number;
  readonly rows: readonly PastRow[];
}

const key = 'tenant, entity, series, at, seq';
const cells = 'at, seq, created_at, modified_at, deleted_at, write, body';

const groupsOf = (rows: readonly OwnedRow[]): readonly Group[] =>
  [
    ...Map.groupBy(
      rows,
      ({ tenant, entityId, series }) => `${tenant} ${entityId} ${String(series)}`,
    ).values(),
  ].flatMap((members) => {
    const [first] = members;
    return first === undefined ? [] : [{ ...first, rows: members.map(({ row }) => row) }];
  });

const ownedRowOf = ([tenant, entity, series, ...own]: readonly unknown[]): OwnedRow => ({
  tenant: String(tenant),
  entityId: String(entity),
  series: Number(series),
  row: pastRowOf(own),
});

/** Holds off all who write the entities of some rows, or their past. */
const lockOwners = async (
  connection: PostgresConnection,
  keys: readonly (readonly unknown[])[],
): Promise<void> => {
  await connection.rows(
    `SELECT 1 FROM entities WHERE (tenant, id) IN (SELECT * FROM unnest($1::text[], $2::text[]))
     ORDER BY tenant, id FOR UPDATE`,
    keys.map(([tenant]) => tenant),
    keys.map(([, entity]) => entity),
  );
};

/** Where rows are packed: a table, and what of it. */
export interface PackSource extends Pick<Month, 'fromMs' | 'toMs'> {
  readonly table: string;
}

/** A key of the table, after which the next step goes on: what was deleted before it is not looked at again. */
export type RowKey = readonly unknown[];

/** Before all keys. */
export const firstKey: RowKey = ['', '', 0, Number.MIN_SAFE_INTEGER, 0];

/** Takes the next rows out, in order of their keys. */
const takeRows = async (
  connection: PostgresConnection,
  { table, fromMs, toMs }: PackSource,
  after: RowKey,
): Promise<{ readonly rows: readonly OwnedRow[]; readonly last: RowKey | undefined }> => {
  const within = `at >= $1 AND at < $2 AND (${key}) > ($3, $4, $5::int, $6::bigint, $7::bigint)`;
  const keys = await connection.rows(
    `SELECT ${key} FROM ${table} WHERE ${within} ORDER BY ${key} LIMIT ${String(rowsAtOnce)}`,
    fromMs,
    toMs,
    ...after,
  );
  const last = keys.at(-1);
  if (last === undefined) return { rows: [], last };
  await lockOwners(connection, keys);
  const taken = await connection.rows(
    `DELETE FROM ${table} WHERE ${within} AND (${key}) <= ($8, $9, $10::int, $11::bigint, $12::bigint)
     RETURNING tenant, entity, series, ${cells}`,
    fromMs,
    toMs,
    ...after,
    ...last,
  );
  return { rows: taken.map(ownedRowOf), last };
};

/** Takes out the packs which share times with groups, as packs of a series lie one after the other. */
const takeOverlapping = async (
  connection: PostgresConnection,
  groups: readonly Group[],
): Promise<readonly OwnedRow[]> => {
  const packs = await connection.rows(
    `DELETE FROM history_packs p USING unnest($1::text[], $2::text[], $3::int[], $4::bigint[], $5::bigint[])
       AS g (tenant, entity, series, first_at, last_at)
     WHERE p.tenant = g.tenant AND p.entity = g.entity AND p.series = g.series
       AND p.first_at <= g.last_at AND p.last_at >= g.first_at
     RETURNING p.tenant, p.entity, p.series, p.packed`,
    groups.map(({ tenant }) => tenant),
    groups.map(({ entityId }) => entityId),
    groups.map(({ series }) => series),
    groups.map(({ rows }) => rows[0]?.at ?? 0),
    groups.map(({ rows }) => rows.at(-1)?.at ?? 0),
  );
  return packs.flatMap(([tenant, entity, series, packed]) =>
    rowsInPack(packed).map((row) => ({
      tenant: String(tenant),
      entityId: String(entity),
      series: Number(series),
      row,
    })),
  );
};

const inOrder = (left: OwnedRow, right: OwnedRow): number =>
  left.row.at - right.row.at || left.row.seq - right.row.seq;

interface Pack extends Group {
  readonly packed: Buffer;
}

const packsOf = ({ rows, ...group }: Group): readonly Pack[] =>
  Array.from({ length: Math.ceil(rows.length / rowsInOne) }, (_, index) => {
    const own = rows.slice(index * rowsInOne, (index + 1) * rowsInOne);
    return { ...group, rows: own, packed: packRows(own) };
  });

const least = (numbers: readonly (number | undefined)[]): number | null =>
  numbers.reduce<number | null>((low, one) => (one === undefined || (low ?? one) < one ? low : one), null);

const greatest = (numbers: readonly (number | undefined)[]): number | null =>
  numbers.reduce<number | null>((high, one) => (one === undefined || (high ?? one) > one ? high : one), null);

/** Stores packs; their rows are in order of time. */
export const putPacks = async (connection: PostgresConnection, groups: readonly Group[]): Promise<void> => {
  const packs = groups.flatMap(packsOf);
  if (packs.length === 0) return;
  const each = <Value>(value: (pack: Pack) => Value): readonly Value[] => packs.map(value);
  await connection.run(
    `INSERT INTO history_packs (tenant, entity, series, size, packed, first_at, last_at, first_seq, first_created_at,
       last_created_at, first_modified_at, last_modified_at, first_deleted_at, last_deleted_at)
     SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::bytea[], $6::bigint[], $7::bigint[],
       $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[])`,
    each(({ tenant }) => tenant),
    each(({ entityId }) => entityId),
    each(({ series }) => series),
    each(({ rows }) => rows.length),
    each(({ packed }) => packed),
    each(({ rows }) => rows[0]?.at),
    each(({ rows }) => rows.at(-1)?.at),
    each(({ rows }) => rows[0]?.seq),
    each(({ rows }) => least(rows.map(({ createdMs }) => createdMs))),
    each(({ rows }) => greatest(rows.map(({ createdMs }) => createdMs))),
    each(({ rows }) => least(rows.map(({ modifiedMs }) => modifiedMs))),
    each(({ rows }) => greatest(rows.map(({ modifiedMs }) => modifiedMs))),
    each(({ rows }) => least(rows.map(({ deletedMs }) => deletedMs))),
    each(({ rows }) => greatest(rows.map(({ deletedMs }) => deletedMs))),
  );
};

/** What a step packed, and where the next one begins; undefined at the end. */
export interface Packed {
  readonly size: number;
  readonly last: RowKey | undefined;
}

/** Packs some rows within a transaction. */
export const packSome = async (
  connection: PostgresConnection,
  source: PackSource,
  after: RowKey,
): Promise<Packed> => {
  const { rows, last } = await takeRows(connection, source, after);
  if (rows.length === 0) return { size: 0, last };
  const merged = [...rows, ...(await takeOverlapping(connection, groupsOf(rows.toSorted(inOrder))))];
  await putPacks(connection, groupsOf(merged.toSorted(inOrder)));
  return { size: rows.length, last };
};

/** Gives the room of a month back whose rows are all packed; within a transaction of its own. */
export const truncateIfEmpty = async (connection: PostgresConnection, { name }: Month): Promise<void> => {
  const table = `history_${name}`;
  await connection.run(waitBriefly);
  await connection.run(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  const [left] = await connection.rows(`SELECT 1 FROM ${table} LIMIT 1`);
  if (left === undefined) await connection.run(`TRUNCATE ${table}`);
};
