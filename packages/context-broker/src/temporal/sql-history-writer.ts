import { randomUUID } from 'node:crypto';
import type { Connection } from '@allmende/database';
import type { AttributeInstance, Attributes, Entity } from '../entities/entity.ts';

/** Whose past is written, and when. */
export interface HistoryOwner {
  readonly tenant: string;
  readonly id: string;
  readonly types: readonly string[];
  readonly at: number;
}

/** Adds past instances inside a write transaction; known ones (attribute, datasetId, observedAt) are skipped. */
export const writeHistory = (
  connection: Connection,
  owner: HistoryOwner,
  instances: Attributes,
): { readonly isNew: boolean; readonly added: number } => {
  const row = connection
    .prepare('SELECT doc FROM entities WHERE tenant = ? AND id = ?')
    .get(owner.tenant, owner.id);
  const current = row === undefined ? undefined : (JSON.parse(String(row['doc'])) as Entity);
  const past = connection
    .prepare('SELECT 1 FROM attribute_history WHERE tenant = ? AND entity_id = ? LIMIT 1')
    .get(owner.tenant, owner.id);
  const added = Object.entries(instances).flatMap(([attribute, all]) =>
    all.filter(
      (instance) =>
        !(current?.attributes[attribute] ?? []).some((known) => isSame(known, instance)) &&
        insert(connection, owner, attribute, instance),
    ),
  );
  return { isNew: current === undefined && past === undefined, added: added.length };
};

const isSame = (left: AttributeInstance, right: AttributeInstance): boolean =>
  left.observedAt !== undefined &&
  right.observedAt !== undefined &&
  left.datasetId === right.datasetId &&
  Date.parse(left.observedAt) === Date.parse(right.observedAt);

const insert = (
  connection: Connection,
  owner: HistoryOwner,
  attribute: string,
  instance: AttributeInstance,
): boolean => {
  const instanceId = instance.instanceId ?? `urn:ngsi-ld:instance:${randomUUID()}`;
  const observedAt = instance.observedAt === undefined ? null : Date.parse(instance.observedAt);
  const datasetId = instance.datasetId ?? '';
  const known = connection
    .prepare(
      `SELECT 1 FROM attribute_history
       WHERE tenant = ? AND entity_id = ? AND attribute = ? AND dataset_id = ? AND observed_at = ? LIMIT 1`,
    )
    .get(owner.tenant, owner.id, attribute, datasetId, observedAt);
  if (known !== undefined) return false;
  connection
    .prepare(
      `INSERT INTO attribute_history (tenant, entity_id, types, attribute, dataset_id, instance_id,
         observed_at, created_at, modified_at, deleted_at, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)`,
    )
    .run(
      owner.tenant,
      owner.id,
      JSON.stringify(owner.types),
      attribute,
      datasetId,
      instanceId,
      observedAt,
      Date.parse(instance.createdAt),
      Date.parse(instance.modifiedAt),
      JSON.stringify({ ...instance, instanceId }),
    );
  return true;
};
