import type { PostgresConnection, PostgresDatabase } from '@allmende/database';
import type { Dashboard } from '../dashboard.ts';
import { assertVersion } from '../version.ts';
import {
  dashboardExists,
  dashboardNotFound,
  readStoredDashboard,
  type DashboardStore,
} from './dashboard-store.ts';

/** The version that a dashboard keeps until the transaction ends. */
const versionIn = async (connection: PostgresConnection, id: string): Promise<number> => {
  const [row] = await connection.rows('SELECT version FROM dashboards WHERE id = $1 FOR UPDATE', id);
  if (row === undefined) throw dashboardNotFound(id);
  return Number(row[0]);
};

const dashboardOf = ([body]: readonly unknown[]): Dashboard => readStoredDashboard(String(body));

/** There are few dashboards: no column for it. */
const ofTenant = "coalesce(body::jsonb ->> 'tenant', '') = $1";

/** Dashboards in the table of migration postgres-0001. */
export const createPostgresDashboardStore = ({
  read,
  write,
}: Pick<PostgresDatabase, 'read' | 'write'>): DashboardStore => ({
  list: async ({ tenant, limit, offset }) => {
    const [rows, [[count] = []]] = await Promise.all([
      read.rows(
        `SELECT body FROM dashboards WHERE ${ofTenant} ORDER BY seq LIMIT $2 OFFSET $3`,
        tenant,
        limit,
        offset,
      ),
      read.rows(`SELECT count(*) FROM dashboards WHERE ${ofTenant}`, tenant),
    ]);
    return { members: rows.map(dashboardOf), count: Number(count) };
  },
  find: async (id) => {
    const [row] = await read.rows('SELECT body FROM dashboards WHERE id = $1', id);
    if (row === undefined) throw dashboardNotFound(id);
    return dashboardOf(row);
  },
  insert: async (dashboard) => {
    const made = await read.run(
      'INSERT INTO dashboards (id, version, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      dashboard.id,
      dashboard.version,
      JSON.stringify(dashboard),
    );
    if (made === 0) throw dashboardExists(dashboard.id);
  },
  replace: (dashboard, expected) =>
    write(async (connection) => {
      assertVersion(expected, await versionIn(connection, dashboard.id));
      await connection.run(
        'UPDATE dashboards SET version = $2, body = $3 WHERE id = $1',
        dashboard.id,
        dashboard.version,
        JSON.stringify(dashboard),
      );
    }),
  remove: (id, expected) =>
    write(async (connection) => {
      const version = await versionIn(connection, id);
      if (expected !== undefined) assertVersion(expected, version);
      await connection.run('DELETE FROM dashboards WHERE id = $1', id);
    }),
});
