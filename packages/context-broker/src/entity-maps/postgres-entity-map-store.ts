import type { PostgresDatabase } from '@allmende/database';
import type { Clock } from '@allmende/kernel';
import type { EntityMapStore } from './entity-map-store.ts';
import { entityMapText, readEntityMapText } from './entity-map-text.ts';

/** Entity maps in table entity_maps; what has expired is deleted when another map comes. */
export const createPostgresEntityMapStore = (database: PostgresDatabase, clock: Clock): EntityMapStore => ({
  find: async (tenant, id) => {
    const [row] = await database.read.rows(
      'SELECT expires_at, ids FROM entity_maps WHERE tenant = $1 AND id = $2 AND expires_at > $3',
      tenant,
      id,
      clock.now(),
    );
    if (row === undefined) return undefined;
    const [expiresMs, ids] = row;
    return { id, expiresMs: Number(expiresMs), ...readEntityMapText(String(ids)) };
  },
  put: (tenant, map) =>
    database.write(async (connection) => {
      await connection.run('DELETE FROM entity_maps WHERE expires_at <= $1', clock.now());
      await connection.run(
        `INSERT INTO entity_maps (tenant, id, expires_at, ids) VALUES ($1, $2, $3, $4)
         ON CONFLICT (tenant, id) DO UPDATE SET expires_at = excluded.expires_at, ids = excluded.ids`,
        tenant,
        map.id,
        map.expiresMs,
        entityMapText(map),
      );
    }),
  remove: async (tenant, id) =>
    (await database.read.run(
      'DELETE FROM entity_maps WHERE tenant = $1 AND id = $2 AND expires_at > $3',
      tenant,
      id,
      clock.now(),
    )) > 0,
});
