import { randomUUID } from 'node:crypto';
import type { Connection } from '@allmende/database';
import type { AttributeInstance, Attributes } from '../entities/entity.ts';
import { readCurrent } from './sql-current-entity.ts';
import { isSameContent } from './same-content.ts';
import { instantMs } from '../entities/date-time.ts';

/** Whose past is written, and when. */
export interface HistoryOwner {
  readonly tenant: string;
  readonly id: string;
  readonly types: readonly string[];
  readonly at: number;
}

/** Adds past instances inside a write transaction; known ones are skipped. */
export const writeHistory = (
  connection: Connection,
  owner: HistoryOwner,
  instances: Attributes,
): { readonly isNew: boolean; readonly added: number } => {
  const current = readCurrent(connection, { tenant: owner.tenant, entityId: owner.id });
  const past = connection
    .prepare('SELECT 1 FROM attribute_history WHERE tenant = ? AND entity_id = ? LIMIT 1')
    .get(owner.tenant, owner.id);
  const added = Object.entries(instances).flatMap(([attribute, all]) =>
    all.filter(
      (instance) =>
        !(current?.attributes[attribute] ?? []).some((known) => isSame(known, instance)) &&
        insert(connection, { owner, attribute, instance }),
    ),
  );
  return { isNew: current === undefined && past === undefined, added: added.length };
};

const isSame = (left: AttributeInstance, right: AttributeInstance): boolean => {
  if (left.datasetId !== right.datasetId) return false;
  if (left.observedAt === undefined || right.observedAt === undefined)
    return left.observedAt === right.observedAt && isSameContent(left, right);
  return instantMs(left.observedAt) === instantMs(right.observedAt);
};

interface Past {
  readonly owner: HistoryOwner;
  readonly attribute: string;
  readonly instance: AttributeInstance;
}

const isKnown = (connection: Connection, { owner, attribute, instance }: Past): boolean => {
  const { observedAt, datasetId = '' } = instance;
  const rows = connection
    .prepare(
      `SELECT body FROM attribute_history
       WHERE tenant = ? AND entity_id = ? AND attribute = ? AND observed_at IS ? AND dataset_id = ?`,
    )
    .all(
      owner.tenant,
      owner.id,
      attribute,
      observedAt === undefined ? null : instantMs(observedAt),
      datasetId,
    );
  return rows.some((row) => isSame(JSON.parse(String(row['body'])) as AttributeInstance, instance));
};

const insert = (connection: Connection, past: Past): boolean => {
  if (isKnown(connection, past)) return false;
  const { owner, attribute, instance } = past;
  const instanceId = instance.instanceId ?? `urn:ngsi-ld:instance:${randomUUID()}`;
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
      instance.datasetId ?? '',
      instanceId,
      instance.observedAt === undefined ? null : instantMs(instance.observedAt),
      instantMs(instance.createdAt),
      instantMs(instance.modifiedAt),
      JSON.stringify({ ...instance, instanceId }),
    );
  return true;
};
