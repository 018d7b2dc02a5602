import type { Database } from '@allmende/database';
import type { Clock } from '@allmende/kernel';
import type { EntityMapStore } from './entity-map-store.ts';
import { entityMapText, readEntityMapText } from './entity-map-text.ts';

/** Entity maps in the table of migration 0015-entity-maps; what has expired is deleted when another map comes. */
export const createSqlEntityMapStore = (database: Database, clock: Clock): EntityMapStore => ({
  find: (tenant, id) => {
    const row = database.read
      .prepare('SELECT expires_at, ids FROM entity_maps WHERE tenant = ? AND id = ? AND expires_at > ?')
      .get(tenant, id, clock.now());
    if (row === undefined) return Promise.resolve(undefined);
    const content = readEntityMapText(String(row['ids']));
    return Promise.resolve({ id, expiresMs: Number(row['expires_at']), ...content });
  },
  put: (tenant, map) =>
    database.write((connection) => {
      connection.prepare('DELETE FROM entity_maps WHERE expires_at <= ?').run(clock.now());
      connection
        .prepare('INSERT OR REPLACE INTO entity_maps (tenant, id, expires_at, ids) VALUES (?, ?, ?, ?)')
        .run(tenant, map.id, map.expiresMs, entityMapText(map));
    }),
  remove: (tenant, id) =>
    database.write((connection) => {
      const { changes } = connection
        .prepare('DELETE FROM entity_maps WHERE tenant = ? AND id = ? AND expires_at > ?')
        .run(tenant, id, clock.now());
      return changes > 0;
    }),
});
