import type { Database } from '@allmende/database';
import type { Clock } from '@allmende/kernel';
import type { EntityMapStore } from './entity-map-store.ts';

/** Entity maps in the table of migration 0015-entity-maps; what has expired is deleted when another map comes. */
export const createSqlEntityMapStore = (database: Database, clock: Clock): EntityMapStore => ({
  find: (tenant, id) => {
    const row = database.read
      .prepare('SELECT expires_at, ids FROM entity_maps WHERE tenant = ? AND id = ? AND expires_at > ?')
      .get(tenant, id, clock.now());
    if (row === undefined) return Promise.resolve(undefined);
    const entityIds = JSON.parse(String(row['ids'])) as readonly string[];
    return Promise.resolve({ id, expiresMs: Number(row['expires_at']), entityIds });
  },
  put: (tenant, { id, expiresMs, entityIds }) =>
    database.write((connection) => {
      connection.prepare('DELETE FROM entity_maps WHERE expires_at <= ?').run(clock.now());
      connection
        .prepare('INSERT OR REPLACE INTO entity_maps (tenant, id, expires_at, ids) VALUES (?, ?, ?, ?)')
        .run(tenant, id, expiresMs, JSON.stringify(entityIds));
    }),
  remove: (tenant, id) =>
    database.write((connection) => {
      const { changes } = connection
        .prepare('DELETE FROM entity_maps WHERE tenant = ? AND id = ? AND expires_at > ?')
        .run(tenant, id, clock.now());
      return changes > 0;
    }),
});
