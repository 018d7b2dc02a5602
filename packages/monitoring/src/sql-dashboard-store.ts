import type { Database } from '@allmende/database';
import { DomainError } from '@allmende/kernel';
import type { Dashboard } from './dashboard.ts';
import { monitoringProblems } from './problems.ts';

/** Port: saved dashboards; `version` guards against overwriting somebody else's change. */
export interface DashboardStore {
  list(): readonly Dashboard[];
  find(id: string): Dashboard;
  insert(dashboard: Dashboard): Promise<void>;
  /** Saves over version `expected`; refuses (`changed-meanwhile`) when it is another by now. */
  replace(dashboard: Dashboard, expected: number): Promise<void>;
  remove(id: string, expected: number | undefined): Promise<void>;
}

const notFound = (id: string): DomainError =>
  new DomainError(monitoringProblems.dashboardNotFound, `There is no dashboard ${id}.`);

const changed = (expected: number, actual: number): DomainError =>
  new DomainError(
    monitoringProblems.changedMeanwhile,
    `Version ${String(expected)} was changed; the current version is ${String(actual)}.`,
  );

export const createSqlDashboardStore = ({
  read,
  write,
}: Pick<Database, 'read' | 'write'>): DashboardStore => ({
  list: () =>
    read
      .prepare('SELECT body FROM dashboards ORDER BY rowid')
      .all()
      .map((row) => JSON.parse(String(row['body'])) as Dashboard),
  find: (id) => {
    const row = read.prepare('SELECT body FROM dashboards WHERE id = ?').get(id);
    if (row === undefined) throw notFound(id);
    return JSON.parse(String(row['body'])) as Dashboard;
  },
  insert: (dashboard) =>
    write((connection) => {
      const { changes } = connection
        .prepare('INSERT INTO dashboards VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
        .run(dashboard.id, dashboard.version, JSON.stringify(dashboard));
      if (Number(changes) === 0)
        throw new DomainError(monitoringProblems.exists, `There is a dashboard ${dashboard.id} already.`);
    }),
  replace: (dashboard, expected) =>
    write((connection) => {
      const row = connection.prepare('SELECT version FROM dashboards WHERE id = ?').get(dashboard.id);
      if (row === undefined) throw notFound(dashboard.id);
      if (Number(row['version']) !== expected) throw changed(expected, Number(row['version']));
      connection
        .prepare('UPDATE dashboards SET version = ?, body = ? WHERE id = ?')
        .run(dashboard.version, JSON.stringify(dashboard), dashboard.id);
    }),
  remove: (id, expected) =>
    write((connection) => {
      const row = connection.prepare('SELECT version FROM dashboards WHERE id = ?').get(id);
      if (row === undefined) throw notFound(id);
      const actual = Number(row['version']);
      if (expected !== undefined && actual !== expected) throw changed(expected, actual);
      connection.prepare('DELETE FROM dashboards WHERE id = ?').run(id);
    }),
});
