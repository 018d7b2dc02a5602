import type { Database } from '@allmende/database';
import type { Snapshot, SnapshotStore } from './snapshot-store.ts';

/** Snapshots in the table of migration 0016-snapshots. */
export const createSqlSnapshotStore = (database: Database): SnapshotStore => {
  const snapshotOf = (body: unknown): Snapshot => JSON.parse(String(body)) as Snapshot;
  return {
    find: (tenant, id) => {
      const row = database.read
        .prepare('SELECT body FROM snapshots WHERE tenant = ? AND id = ?')
        .get(tenant, id);
      return row === undefined ? undefined : snapshotOf(row['body']);
    },
    list: (tenant) =>
      database.read
        .prepare('SELECT body FROM snapshots WHERE tenant = ? ORDER BY id')
        .all(tenant)
        .map(({ body }) => snapshotOf(body)),
    all: () =>
      Promise.resolve(
        database.read
          .prepare('SELECT tenant, body FROM snapshots ORDER BY tenant, id')
          .all()
          .map(({ tenant, body }) => ({ tenant: String(tenant), snapshot: snapshotOf(body) })),
      ),
    put: (tenant, snapshot) =>
      database.write((connection) => {
        connection
          .prepare('INSERT OR REPLACE INTO snapshots (tenant, id, body) VALUES (?, ?, ?)')
          .run(tenant, snapshot.id, JSON.stringify(snapshot));
      }),
    remove: (tenant, id) =>
      database.write((connection) => {
        connection.prepare('DELETE FROM snapshots WHERE tenant = ? AND id = ?').run(tenant, id);
      }),
  };
};
