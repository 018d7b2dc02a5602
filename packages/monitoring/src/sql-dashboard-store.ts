import type { Database } from '@allmende/database';
import { DomainError } from '@allmende/kernel';
import type { Dashboard } from './dashboard.ts';
import type { Page, PageRequest } from './page.ts';
import { monitoringProblems } from './problems.ts';
import { assertVersion } from './version.ts';

/** Port: saved dashboards; `version` guards against overwriting somebody else's change. */
export interface DashboardStore {
  /** Oldest first. */
  list(page: PageRequest): Page<Dashboard>;
  /** Refuses (`dashboard-not-found`). */
  find(id: string): Dashboard;
  /** Refuses (`already-exists`) an id that is taken. */
  insert(dashboard: Dashboard): Promise<void>;
  /** Saves over version `expected`; refuses (`changed-meanwhile`) when it is another by now. */
  replace(dashboard: Dashboard, expected: number): Promise<void>;
  /** Removes, when given only version `expected`. */
  remove(id: string, expected: number | undefined): Promise<void>;
}

const notFound = (id: string): DomainError =>
  new DomainError(monitoringProblems.dashboardNotFound, `There is no dashboard ${id}.`);

export const createSqlDashboardStore = ({
  read,
  write,
}: Pick<Database, 'read' | 'write'>): DashboardStore => ({
  list: ({ limit, offset }) => ({
    members: read
      .prepare('SELECT body FROM dashboards ORDER BY seq LIMIT ? OFFSET ?')
      .all(limit, offset)
      .map((row) => JSON.parse(String(row['body'])) as Dashboard),
    count: Number(read.prepare('SELECT count(*) AS n FROM dashboards').get()?.['n']),
  }),
  find: (id) => {
    const row = read.prepare('SELECT body FROM dashboards WHERE id = ?').get(id);
    if (row === undefined) throw notFound(id);
    return JSON.parse(String(row['body'])) as Dashboard;
  },
  insert: (dashboard) =>
    write((connection) => {
      const { changes } = connection
        .prepare('INSERT INTO dashboards (id, version, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
        .run(dashboard.id, dashboard.version, JSON.stringify(dashboard));
      if (Number(changes) === 0)
        throw new DomainError(monitoringProblems.exists, `There is a dashboard ${dashboard.id} already.`);
    }),
  replace: (dashboard, expected) =>
    write((connection) => {
      const row = connection.prepare('SELECT version FROM dashboards WHERE id = ?').get(dashboard.id);
      if (row === undefined) throw notFound(dashboard.id);
      assertVersion(expected, Number(row['version']));
      connection
        .prepare('UPDATE dashboards SET version = ?, body = ? WHERE id = ?')
        .run(dashboard.version, JSON.stringify(dashboard), dashboard.id);
    }),
  remove: (id, expected) =>
    write((connection) => {
      const row = connection.prepare('SELECT version FROM dashboards WHERE id = ?').get(id);
      if (row === undefined) throw notFound(id);
      if (expected !== undefined) assertVersion(expected, Number(row['version']));
      connection.prepare('DELETE FROM dashboards WHERE id = ?').run(id);
    }),
});
