import type { Connection, Database } from '@allmende/database';
import type { Clock } from '@allmende/kernel';
import type { Dictionaries } from '../entities/sql-dictionaries.ts';
import type { HistoryEditor } from './history-editor.ts';
import {
  modifyingInstance,
  removing,
  removingExpired,
  removingInstance,
  type Correction,
} from './corrections.ts';
import { correctPast, type Editing } from './sql-history-corrections.ts';
import { createHistoryRows } from './sql-history-rows.ts';

const pkOf = (connection: Connection, tenant: string, entityId: string): number | undefined => {
  const row = connection.prepare('SELECT pk FROM entities WHERE tenant = ? AND id = ?').get(tenant, entityId);
  return row === undefined ? undefined : Number(row['pk']);
};

/** An entity that is no more and has no past was never there. */
const forgetWithoutPast = (connection: Connection, pk: number): boolean =>
  connection
    .prepare(
      `DELETE FROM entities WHERE pk = ? AND doc IS NULL
       AND NOT EXISTS (SELECT 1 FROM history WHERE entity = entities.pk)`,
    )
    .run(pk).changes > 0;

const removeEntity = (connection: Connection, tenant: string, entityId: string): boolean => {
  const pk = pkOf(connection, tenant, entityId);
  if (pk === undefined) return false;
  const { changes } = connection.prepare('DELETE FROM history WHERE entity = ?').run(pk);
  return forgetWithoutPast(connection, pk) || changes > 0;
};

interface Target {
  readonly tenant: string;
  readonly entityId: string;
  readonly attribute: string;
}

/** Corrects all past instances of an attribute; whether any changed. */
const correctAttribute = (editing: Editing, target: Target, correct: Correction): boolean => {
  const { connection } = editing;
  const pk = pkOf(connection, target.tenant, target.entityId);
  if (pk === undefined) return false;
  const isChanged = correctPast(editing, { pk, attribute: target.attribute }, correct);
  forgetWithoutPast(connection, pk);
  return isChanged;
};

/** Corrects the rows of table history (migration 0003-series-history). */
export const createSqlHistoryEditor = (parts: {
  readonly database: Database;
  readonly dictionaries: Dictionaries;
  readonly clock: Clock;
}): HistoryEditor => {
  const { series } = parts.dictionaries;
  const rows = createHistoryRows({ series, clock: parts.clock });
  const correctAll = (target: Target, correct: Correction): Promise<boolean> =>
    parts.dictionaries.write((connection) => correctAttribute({ connection, series, rows }, target, correct));
  return {
    removeEntity: (tenant, entityId) =>
      parts.dictionaries.write((connection) => removeEntity(connection, tenant, entityId)),
    removeAttribute: (tenant, { datasetId = '', ...target }) =>
      correctAll({ tenant, ...target }, removing(datasetId)),
    removeExpired: (tenant, target, nowMs) => correctAll({ tenant, ...target }, removingExpired(nowMs)),
    removeInstance: (tenant, target) => correctAll({ tenant, ...target }, removingInstance(target)),
    modifyInstance: (tenant, target, change) =>
      correctAll({ tenant, ...target }, modifyingInstance(target, change)),
  };
};
