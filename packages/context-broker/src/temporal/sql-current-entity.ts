import type { Connection } from '@allmende/database';
import type { Entity } from '../entities/entity.ts';
import { entityOfRow } from '../entities/sql-entity-row.ts';

/** The columns of `entities` that hold the current state. */
export const currentColumns = 'e.doc, e.sys';

/** The entity in the current columns of a row. */
export const currentOf = (row: Readonly<Record<string, unknown>>): Entity => entityOfRow(row);

/** The current state of an entity; undefined when it does not exist (any more). */
export const readCurrent = (
  connection: Connection,
  { tenant, entityId }: { readonly tenant: string; readonly entityId: string },
): Entity | undefined => {
  const row = connection
    .prepare(`SELECT ${currentColumns} FROM entities e WHERE e.tenant = ? AND e.id = ?`)
    .get(tenant, entityId);
  return row === undefined ? undefined : currentOf(row);
};
