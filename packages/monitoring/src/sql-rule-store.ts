import type { Connection, Database } from '@allmende/database';
import type { AlertRule } from './alert-rule.ts';
import type { WatchState } from './alert-state.ts';
import type { Page, PageRequest } from './page.ts';

/** The database as monitoring uses it. */
export type MonitoringDatabase = Pick<Database, 'read' | 'write'>;

/** Where a rule stands for an entity, as it survives a restart. */
export interface KeptWatch {
  readonly ruleId: string;
  readonly entityId: string;
  readonly state: WatchState;
}

type Row = Readonly<Record<string, unknown>>;

const ruleOf = (row: Row): AlertRule => JSON.parse(String(row['body'])) as AlertRule;

export const findRule = (connection: Connection, id: string): AlertRule | undefined => {
  const row = connection.prepare('SELECT body FROM alert_rules WHERE id = ?').get(id);
  return row === undefined ? undefined : ruleOf(row);
};

/** Every rule of all tenants, oldest first. */
export const allRules = (connection: Connection): readonly AlertRule[] =>
  connection.prepare('SELECT body FROM alert_rules ORDER BY seq').all().map(ruleOf);

/** Rules of a tenant, oldest first. */
export const listRules = (
  connection: Connection,
  { tenant, limit, offset }: PageRequest & { readonly tenant: string },
): Page<AlertRule> => {
  const rows = connection
    .prepare('SELECT body FROM alert_rules WHERE tenant = ? ORDER BY seq LIMIT ? OFFSET ?')
    .all(tenant, limit, offset);
  const counted = connection.prepare('SELECT count(*) AS n FROM alert_rules WHERE tenant = ?').get(tenant);
  return { members: rows.map(ruleOf), count: Number(counted?.['n']) };
};

export const saveRule = (connection: Connection, rule: AlertRule): void => {
  connection
    .prepare(
      `INSERT INTO alert_rules (id, tenant, body) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET tenant = excluded.tenant, body = excluded.body`,
    )
    .run(rule.id, rule.tenant, JSON.stringify(rule));
};

export const removeRule = (connection: Connection, id: string): void => {
  connection.prepare('DELETE FROM alert_rules WHERE id = ?').run(id);
};

export const watchesOf = (connection: Connection, ruleId: string): readonly KeptWatch[] =>
  connection
    .prepare('SELECT entity_id, state FROM alert_watches WHERE rule_id = ?')
    .all(ruleId)
    .map((row) => ({
      ruleId,
      entityId: String(row['entity_id']),
      state: JSON.parse(String(row['state'])) as WatchState,
    }));

export const saveWatch = (connection: Connection, { ruleId, entityId, state }: KeptWatch): void => {
  connection
    .prepare('INSERT INTO alert_watches VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET state = excluded.state')
    .run(ruleId, entityId, JSON.stringify(state));
};

export const removeWatch = (connection: Connection, ruleId: string, entityId: string): void => {
  connection.prepare('DELETE FROM alert_watches WHERE rule_id = ? AND entity_id = ?').run(ruleId, entityId);
};

export const removeWatches = (connection: Connection, ruleId: string): void => {
  connection.prepare('DELETE FROM alert_watches WHERE rule_id = ?').run(ruleId);
};
