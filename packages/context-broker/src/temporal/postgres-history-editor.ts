import type { PostgresConnection, PostgresDatabase } from '@allmende/database';
import {
  modifyingInstance,
  removing,
  removingExpired,
  removingInstance,
  type Correction,
} from './corrections.ts';
import type { HistoryEditor } from './history-editor.ts';
import { correctPast, type CorrectionTarget } from './postgres-history-corrections.ts';
import { createPostgresHistoryRows } from './postgres-history-rows.ts';
import type { PostgresSeriesDictionary } from './postgres-series-dictionary.ts';
import { forgetWithoutPast, lockSubject } from './postgres-subject.ts';

const removeEntity = async (
  connection: PostgresConnection,
  tenant: string,
  entityId: string,
): Promise<boolean> => {
  const owner = { tenant, entityId };
  if ((await lockSubject(connection, owner)) === undefined) return false;
  let removed = 0;
  for (const table of ['history', 'history_packs']) {
    removed += await connection.run(
      `DELETE FROM ${table} WHERE tenant = $1 AND entity = $2`,
      tenant,
      entityId,
    );
  }
  return (await forgetWithoutPast(connection, owner)) || removed > 0;
};

/** Corrects the rows of tables history and history_packs. */
export const createPostgresHistoryEditor = ({
  database,
  series,
}: {
  readonly database: PostgresDatabase;
  readonly series: PostgresSeriesDictionary;
}): HistoryEditor => {
  const rows = createPostgresHistoryRows(series);
  const correctAll = (target: CorrectionTarget, correct: Correction): Promise<boolean> =>
    database.write(async (connection) => {
      if ((await lockSubject(connection, target)) === undefined) return false;
      const isChanged = await correctPast({ connection, series, rows }, target, correct);
      if (isChanged) await forgetWithoutPast(connection, target);
      return isChanged;
    });
  return {
    removeEntity: (tenant, entityId) =>
      database.write((connection) => removeEntity(connection, tenant, entityId)),
    removeAttribute: (tenant, { datasetId = '', ...target }) =>
      correctAll({ tenant, ...target }, removing(datasetId)),
    removeExpired: (tenant, target, nowMs) => correctAll({ tenant, ...target }, removingExpired(nowMs)),
    removeInstance: (tenant, target) => correctAll({ tenant, ...target }, removingInstance(target)),
    modifyInstance: (tenant, target, change) =>
      correctAll({ tenant, ...target }, modifyingInstance(target, change)),
  };
};
