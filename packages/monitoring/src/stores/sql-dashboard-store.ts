import type { Connection, Database } from '@allmende/database';
import type { Dashboard } from '../dashboard.ts';
import { assertVersion } from '../version.ts';
import {
  dashboardExists,
  dashboardNotFound,
  readStoredDashboard,
  type DashboardStore,
} from './dashboard-store.ts';

const versionIn = (connection: Connection, id: string): number => {
  const [row] = connection.rows('SELECT version FROM dashboards WHERE id = ?', id);
  if (row === undefined) throw dashboardNotFound(id);
  return Number(row[0]);
};

const dashboardOf = ([body]: readonly unknown[]): Dashboard => readStoredDashboard(String(body));

/** There are few dashboards: no column for it. */
const ofTenant = "coalesce(json_extract(body, '$.tenant'), '') = ?";

/** Dashboards in the table of migration 0001. */
export const createSqlDashboardStore = ({
  read,
  write,
}: Pick<Database, 'read' | 'write'>): DashboardStore => ({
  list: ({ tenant, limit, offset }) => {
    const rows = read.rows(
      `SELECT body FROM dashboards WHERE ${ofTenant} ORDER BY seq LIMIT ? OFFSET ?`,
      tenant,
      limit,
      offset,
    );
    const [[count] = []] = read.rows(`SELECT count(*) FROM dashboards WHERE ${ofTenant}`, tenant);
    return Promise.resolve({ members: rows.map(dashboardOf), count: Number(count) });
  },
  find: (id) => {
    const [row] = read.rows('SELECT body FROM dashboards WHERE id = ?', id);
    return row === undefined ? Promise.reject(dashboardNotFound(id)) : Promise.resolve(dashboardOf(row));
  },
  insert: (dashboard) =>
    write((connection) => {
      const { changes } = connection
        .prepare('INSERT INTO dashboards (id, version, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
        .run(dashboard.id, dashboard.version, JSON.stringify(dashboard));
      if (Number(changes) === 0) throw dashboardExists(dashboard.id);
    }),
  replace: (dashboard, expected) =>
    write((connection) => {
      assertVersion(expected, versionIn(connection, dashboard.id));
      connection
        .prepare('UPDATE dashboards SET version = ?, body = ? WHERE id = ?')
        .run(dashboard.version, JSON.stringify(dashboard), dashboard.id);
    }),
  remove: (id, expected) =>
    write((connection) => {
      const version = versionIn(connection, id);
      if (expected !== undefined) assertVersion(expected, version);
      connection.prepare('DELETE FROM dashboards WHERE id = ?').run(id);
    }),
});
