import type { PostgresDatabase } from '@allmende/database';
import type { Snapshot, SnapshotStore } from './snapshot-store.ts';

const snapshotOf = ([body]: readonly unknown[]): Snapshot => JSON.parse(String(body)) as Snapshot;

/** Snapshots in table snapshots. */
export const createPostgresSnapshotStore = (database: PostgresDatabase): SnapshotStore => ({
  find: async (tenant, id) => {
    const [row] = await database.read.rows(
      'SELECT body FROM snapshots WHERE tenant = $1 AND id = $2',
      tenant,
      id,
    );
    return row === undefined ? undefined : snapshotOf(row);
  },
  list: async (tenant) => {
    const rows = await database.read.rows('SELECT body FROM snapshots WHERE tenant = $1 ORDER BY id', tenant);
    return rows.map(snapshotOf);
  },
  all: async () => {
    const rows = await database.read.rows('SELECT tenant, body FROM snapshots ORDER BY tenant, id');
    return rows.map(([tenant, body]) => ({ tenant: String(tenant), snapshot: snapshotOf([body]) }));
  },
  put: (tenant, snapshot) =>
    database.write(async (connection) => {
      await connection.run(
        `INSERT INTO snapshots (tenant, id, body) VALUES ($1, $2, $3)
         ON CONFLICT (tenant, id) DO UPDATE SET body = excluded.body`,
        tenant,
        snapshot.id,
        JSON.stringify(snapshot),
      );
    }),
  remove: (tenant, id) =>
    database.write(async (connection) => {
      await connection.run('DELETE FROM snapshots WHERE tenant = $1 AND id = $2', tenant, id);
    }),
});
