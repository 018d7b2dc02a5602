import type { Connection, Database } from '@allmende/database';
import type { Ending } from '../entities/expiries.ts';
import type { DueEnding, ExpiryStore } from './expiry-store.ts';

/** Remembers within a write what of the entity with this pk ends. */
export const writeEndings = (connection: Connection, pk: number, ends: readonly Ending[]): void => {
  const insert = connection.prepare(
    'INSERT OR IGNORE INTO expiries (at, entity, attribute) VALUES (?, ?, ?)',
  );
  for (const { atMs, attribute = '' } of ends) insert.run(atMs, pk, attribute);
};

const readDue = (connection: Connection, nowMs: number, limit: number): readonly DueEnding[] =>
  connection
    .prepare(
      `SELECT x.at, x.attribute, e.tenant, e.id FROM expiries x
       LEFT JOIN entities e ON e.pk = x.entity WHERE x.at <= ? ORDER BY x.at LIMIT ?`,
    )
    .all(nowMs, limit)
    .map((row) => ({
      at: Number(row['at']),
      attribute: String(row['attribute']),
      tenant: String(row['tenant'] ?? ''),
      entityId: String(row['id'] ?? ''),
    }));

const readSoonest = (connection: Connection): number => {
  const row = connection.prepare('SELECT min(at) AS at FROM expiries').get();
  return typeof row?.['at'] === 'number' ? row['at'] : Number.POSITIVE_INFINITY;
};

const forget = (connection: Connection, due: readonly DueEnding[]): void => {
  const remove = connection.prepare(
    `DELETE FROM expiries WHERE at = ? AND attribute = ? AND entity = (SELECT pk FROM entities WHERE tenant = ? AND id = ?)`,
  );
  const removeOrphans = connection.prepare(
    `DELETE FROM expiries WHERE at = ? AND attribute = ? AND NOT EXISTS (SELECT 1 FROM entities WHERE pk = expiries.entity)`,
  );
  for (const { at, attribute, tenant, entityId } of due) {
    if (entityId === '') removeOrphans.run(at, attribute);
    else remove.run(at, attribute, tenant, entityId);
  }
};

/** Endings in the table of migration 0014-expiries. */
export const createSqlExpiryStore = (database: Database): ExpiryStore => ({
  due: (nowMs, limit) => Promise.resolve(readDue(database.read, nowMs, limit)),
  soonest: () => Promise.resolve(readSoonest(database.read)),
  forget: (due) =>
    database.write((connection) => {
      forget(connection, due);
    }),
});
