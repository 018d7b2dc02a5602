import type { PostgresConnection } from '@allmende/database';
import { storedEntityOf } from '../entities/sql-entity-row.ts';
import type { PastOwner } from './postgres-history-rows.ts';
import type { Subject } from './subject.ts';

/** What `subjectOf` needs of `entities`. */
export const subjectColumns = 'id, doc, sys, types';

export const subjectOf = ([id, doc, sys, types]: readonly unknown[]): Subject => {
  if (doc === null) return { id: String(id), types: types as readonly string[] };
  const stored = storedEntityOf([String(doc), String(sys)]);
  const current = stored.entity;
  return { id: current.id, types: current.types, current, stored };
};

const select = `SELECT ${subjectColumns} FROM entities WHERE tenant = $1 AND id = $2`;

/** An entity by its id, also one that is no more; undefined when it never was. */
export const readSubject = async (
  connection: PostgresConnection,
  { tenant, entityId }: PastOwner,
): Promise<Subject | undefined> => {
  const [row] = await connection.rows(select, tenant, entityId);
  return row === undefined ? undefined : subjectOf(row);
};

/** The same for a transaction that changes it or its past: others wait until it ends. */
export const lockSubject = async (
  connection: PostgresConnection,
  { tenant, entityId }: PastOwner,
): Promise<Subject | undefined> => {
  const [row] = await connection.rows(`${select} FOR UPDATE`, tenant, entityId);
  return row === undefined ? undefined : subjectOf(row);
};

/** An entity that is no more and has no past was never there; whether it is forgotten. */
export const forgetWithoutPast = async (
  connection: PostgresConnection,
  { tenant, entityId }: PastOwner,
): Promise<boolean> =>
  (await connection.run(
    `DELETE FROM entities WHERE tenant = $1 AND id = $2 AND doc IS NULL
     AND NOT EXISTS (SELECT 1 FROM history WHERE tenant = $1 AND entity = $2)
     AND NOT EXISTS (SELECT 1 FROM history_packs WHERE tenant = $1 AND entity = $2)`,
    tenant,
    entityId,
  )) > 0;
