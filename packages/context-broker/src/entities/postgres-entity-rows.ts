import type { PostgresConnection } from '@allmende/database';
import { isGeometry } from '../query-language/geometry.ts';
import type { DraftRow, FoundRow } from './draft-steps.ts';
import type { AttributeInstance } from './entity.ts';
import { LOCATION } from './location.ts';
import { searchValues } from './search-values.ts';

/** A row that is written, with the number of its shape. */
export interface NewRow extends DraftRow {
  readonly shape: number;
}

const quoted = (text: string): string => `"${text.replace(/["\\]/gu, '\\$&')}"`;

/** An array as PostgreSQL writes it, so that many can be one parameter. */
const arrayText = (values: readonly string[]): string => `{${values.map(quoted).join(',')}}`;

/** All instances of the location together. */
const locationText = (instances: readonly AttributeInstance[] = []): string | null => {
  const geometries = instances.map(({ value }) => value).filter(isGeometry);
  if (geometries.length === 0) return null;
  return JSON.stringify(geometries.length === 1 ? geometries[0] : { type: 'GeometryCollection', geometries });
};

/** The columns of rows, each as one parameter. */
const columnsOf = (rows: readonly NewRow[]): readonly (readonly unknown[])[] => [
  rows.map(({ entity }) => entity.id),
  rows.map(({ row }) => row.doc),
  rows.map(({ row }) => row.sys),
  rows.map(({ entity }) => arrayText(entity.types)),
  rows.map(({ entity }) => (entity.scopes === undefined ? null : arrayText(entity.scopes))),
  rows.map(({ shape }) => shape),
  rows.map(({ entity }) => JSON.stringify(searchValues(entity))),
  rows.map(({ entity }) => locationText(entity.attributes[LOCATION])),
];

const given = `
  SELECT id, doc, sys, types::text[], scopes::text[], shape, search::jsonb, ST_Force2D(ST_GeomFromGeoJSON(location))
  FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[], $9::text[])
    AS given (id, doc, sys, types, scopes, shape, search, location)`;

/** Adds rows, in order; those whose id another transaction has taken meanwhile are left out of the answer. */
export const insertRows = async (
  connection: PostgresConnection,
  tenant: string,
  rows: readonly NewRow[],
): Promise<number> =>
  rows.length === 0
    ? 0
    : connection.run(
        `INSERT INTO entities (tenant, id, doc, sys, types, scopes, shape, search, location)
         SELECT $1, given.* FROM (${given}) AS given ON CONFLICT DO NOTHING`,
        tenant,
        ...columnsOf(rows),
      );

/** One alone, as most are, is found by its key without a join. */
const updateOne = `
  UPDATE entities SET doc = $3, sys = $4, types = $5::text[], scopes = $6::text[], shape = $7, search = $8::jsonb,
    location = ST_Force2D(ST_GeomFromGeoJSON($9::text))
  WHERE tenant = $1 AND id = $2`;

/** Puts rows in the place of those that the transaction has locked. */
export const updateRows = async (
  connection: PostgresConnection,
  tenant: string,
  rows: readonly NewRow[],
): Promise<void> => {
  const [first, second] = rows;
  if (first === undefined) return;
  if (second === undefined) {
    const columns = columnsOf(rows).map(([only]) => only);
    await connection.run(updateOne, tenant, ...columns);
    return;
  }
  await connection.run(
    `UPDATE entities e SET doc = n.doc, sys = n.sys, types = n.types, scopes = n.scopes, shape = n.shape,
       search = n.search, location = n.location
     FROM (${given}) AS n (id, doc, sys, types, scopes, shape, search, location)
     WHERE e.tenant = $1 AND e.id = n.id`,
    tenant,
    ...columnsOf(rows),
  );
};

/** Leaves the owners of a past. */
export const emptyRows = async (
  connection: PostgresConnection,
  tenant: string,
  ids: readonly string[],
): Promise<void> => {
  if (ids.length === 0) return;
  await connection.run(
    `UPDATE entities SET doc = NULL, sys = '', scopes = NULL, shape = NULL, search = NULL, location = NULL
     WHERE tenant = $1 AND id = ANY($2::text[])`,
    tenant,
    ids,
  );
};

/** Locks the rows that there are until the end of the transaction, in order of id, so that nobody waits in a circle. */
export const lockRows = async (
  connection: PostgresConnection,
  tenant: string,
  ids: readonly string[],
): Promise<readonly FoundRow[]> => {
  const rows = await connection.rows(
    `SELECT id, doc, sys FROM entities WHERE tenant = $1 AND id = ANY($2::text[]) ORDER BY id FOR UPDATE`,
    tenant,
    ids,
  );
  return rows.map(([id, doc, sys]) =>
    doc === null ? { id: String(id) } : { id: String(id), stored: { doc: String(doc), sys: String(sys) } },
  );
};
