import type { Connection, Database } from '@allmende/database';
import { instantMs } from '../entities/date-time.ts';
import type { AttributeInstance } from '../entities/entity.ts';
import type { HistoryEditor, HistoryTarget, InstanceTarget } from './history-editor.ts';

const removeEntity = (connection: Connection, tenant: string, entityId: string): boolean =>
  connection.prepare('DELETE FROM attribute_history WHERE tenant = ? AND entity_id = ?').run(tenant, entityId)
    .changes > 0;

const removeAttribute = (connection: Connection, tenant: string, target: HistoryTarget): boolean => {
  const { entityId, attribute, datasetId = '' } = target;
  return (
    connection
      .prepare(
        `DELETE FROM attribute_history
         WHERE tenant = ? AND entity_id = ? AND attribute = ? AND (? = 'all' OR dataset_id = ?)`,
      )
      .run(tenant, entityId, attribute, datasetId, datasetId).changes > 0
  );
};

const removeInstance = (connection: Connection, tenant: string, target: InstanceTarget): boolean =>
  connection
    .prepare(
      'DELETE FROM attribute_history WHERE tenant = ? AND entity_id = ? AND attribute = ? AND instance_id = ?',
    )
    .run(tenant, target.entityId, target.attribute, target.instanceId).changes > 0;

const modifyInstance = (
  connection: Connection,
  tenant: string,
  { target, change }: { target: InstanceTarget; change: (before: AttributeInstance) => AttributeInstance },
): boolean => {
  const row = connection
    .prepare(
      `SELECT seq, body FROM attribute_history
       WHERE tenant = ? AND entity_id = ? AND attribute = ? AND instance_id = ?`,
    )
    .get(tenant, target.entityId, target.attribute, target.instanceId);
  if (row === undefined) return false;
  const before = JSON.parse(String(row['body'])) as AttributeInstance;
  const { createdAt } = before;
  const after = { ...change(before), createdAt, instanceId: target.instanceId };
  connection
    .prepare(
      `UPDATE attribute_history SET dataset_id = ?, observed_at = ?, modified_at = ?, body = ? WHERE seq = ?`,
    )
    .run(
      after.datasetId ?? '',
      after.observedAt === undefined ? null : instantMs(after.observedAt),
      instantMs(after.modifiedAt),
      JSON.stringify(after),
      Number(row['seq']),
    );
  return true;
};

/** Corrects the rows of table attribute_history (migration 0001-entities). */
export const createSqlHistoryEditor = (database: Database): HistoryEditor => ({
  removeEntity: (tenant, entityId) =>
    database.write((connection) => removeEntity(connection, tenant, entityId)),
  removeAttribute: (tenant, target) =>
    database.write((connection) => removeAttribute(connection, tenant, target)),
  removeInstance: (tenant, target) =>
    database.write((connection) => removeInstance(connection, tenant, target)),
  modifyInstance: (tenant, target, change) =>
    database.write((connection) => modifyInstance(connection, tenant, { target, change })),
});
