import type { Connection, Database, Migration } from '@allmende/database';
import type { AlertRule } from './alert-rule.ts';
import type { WatchState } from './alert-state.ts';
import type { Alert, AlertStatus } from './alert.ts';

export const monitoringMigrations: readonly Migration[] = [
  {
    name: 'monitoring/0001-alerts-and-dashboards',
    sqlite: `
      CREATE TABLE alert_rules (id TEXT PRIMARY KEY, tenant TEXT NOT NULL, body TEXT NOT NULL) STRICT;
      CREATE TABLE alert_watches (
        rule_id TEXT NOT NULL,
        entity_id TEXT NOT NULL,
        state TEXT NOT NULL,
        PRIMARY KEY (rule_id, entity_id)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE alerts (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        tenant TEXT NOT NULL,
        rule_id TEXT NOT NULL,
        entity_id TEXT NOT NULL,
        status TEXT NOT NULL,
        body TEXT NOT NULL
      ) STRICT;
      CREATE INDEX alerts_by_status ON alerts (tenant, status, seq);
      CREATE INDEX alerts_by_cause ON alerts (rule_id, entity_id, seq);
      CREATE TABLE alert_deliveries (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        alert_id TEXT NOT NULL,
        channel TEXT NOT NULL,
        target TEXT NOT NULL,
        payload TEXT NOT NULL,
        status TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        next_attempt_at INTEGER NOT NULL,
        last_error TEXT
      ) STRICT;
      CREATE INDEX alert_deliveries_due ON alert_deliveries (status, next_attempt_at);
      CREATE INDEX alert_deliveries_of ON alert_deliveries (alert_id, seq);
      CREATE TABLE dashboards (
        id TEXT PRIMARY KEY,
        version INTEGER NOT NULL,
        body TEXT NOT NULL
      ) STRICT;`,
  },
];

export interface Delivery {
  readonly seq: number;
  readonly alertId: string;
  readonly channel: 'email' | 'webhook';
  readonly target: string;
  readonly payload: string;
  readonly status: 'pending' | 'sent' | 'failed';
  readonly attempts: number;
  readonly lastError?: string;
}

export type NewDelivery = Pick<Delivery, 'alertId' | 'channel' | 'target' | 'payload'>;

export interface AlertFilter {
  readonly tenant: string;
  readonly status?: AlertStatus;
  readonly ruleId?: string;
  readonly entityId?: string;
  readonly limit: number;
  readonly offset: number;
}

type Row = Readonly<Record<string, unknown>>;

const bodyOf = <Value>(row: Row | undefined): Value | undefined =>
  row === undefined ? undefined : (JSON.parse(String(row['body'])) as Value);

export const findRule = (connection: Connection, id: string): AlertRule | undefined =>
  bodyOf<AlertRule>(connection.prepare('SELECT body FROM alert_rules WHERE id = ?').get(id));

export const listRules = (connection: Connection): readonly AlertRule[] =>
  connection
    .prepare('SELECT body FROM alert_rules ORDER BY rowid')
    .all()
    .map((row) => JSON.parse(String(row['body'])) as AlertRule);

export const saveRule = (connection: Connection, rule: AlertRule): void => {
  connection
    .prepare(
      'INSERT INTO alert_rules VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET tenant = excluded.tenant, body = excluded.body',
    )
    .run(rule.id, rule.tenant, JSON.stringify(rule));
};

/** Removes a rule and its watches; its alerts stay as history. */
export const removeRule = (connection: Connection, id: string): void => {
  connection.prepare('DELETE FROM alert_rules WHERE id = ?').run(id);
  removeWatches(connection, id);
};

export const removeWatches = (connection: Connection, ruleId: string): void => {
  connection.prepare('DELETE FROM alert_watches WHERE rule_id = ?').run(ruleId);
};

export const removeWatch = (connection: Connection, ruleId: string, entityId: string): void => {
  connection.prepare('DELETE FROM alert_watches WHERE rule_id = ? AND entity_id = ?').run(ruleId, entityId);
};

export const saveWatch = (
  connection: Connection,
  watch: { readonly ruleId: string; readonly entityId: string; readonly state: WatchState },
): void => {
  connection
    .prepare('INSERT INTO alert_watches VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET state = excluded.state')
    .run(watch.ruleId, watch.entityId, JSON.stringify(watch.state));
};

export const listWatches = (
  connection: Connection,
): readonly { readonly ruleId: string; readonly entityId: string; readonly state: WatchState }[] =>
  connection
    .prepare('SELECT * FROM alert_watches')
    .all()
    .map((row) => ({
      ruleId: String(row['rule_id']),
      entityId: String(row['entity_id']),
      state: JSON.parse(String(row['state'])) as WatchState,
    }));

export const findAlert = (connection: Connection, id: string): Alert | undefined =>
  bodyOf<Alert>(connection.prepare('SELECT body FROM alerts WHERE id = ?').get(id));

/** The alert of this cause that is not closed yet. */
export const findLiveAlert = (connection: Connection, ruleId: string, entityId: string): Alert | undefined =>
  bodyOf<Alert>(
    connection
      .prepare(
        `SELECT body FROM alerts WHERE rule_id = ? AND entity_id = ? AND status <> 'closed' ORDER BY seq DESC LIMIT 1`,
      )
      .get(ruleId, entityId),
  );

export const saveAlert = (connection: Connection, alert: Alert): void => {
  connection
    .prepare(
      `INSERT INTO alerts (id, tenant, rule_id, entity_id, status, body) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET status = excluded.status, body = excluded.body`,
    )
    .run(alert.id, alert.tenant, alert.ruleId, alert.entityId, alert.status, JSON.stringify(alert));
};

/** Newest first. */
export const listAlerts = (
  connection: Connection,
  filter: AlertFilter,
): { readonly alerts: readonly Alert[]; readonly count: number } => {
  const { tenant, status = null, ruleId = null, entityId = null, limit, offset } = filter;
  const where = `tenant = ?1 AND (?2 IS NULL OR status = ?2) AND (?3 IS NULL OR rule_id = ?3)
    AND (?4 IS NULL OR entity_id = ?4)`;
  const rows = connection
    .prepare(`SELECT body FROM alerts WHERE ${where} ORDER BY seq DESC LIMIT ?5 OFFSET ?6`)
    .all(tenant, status, ruleId, entityId, limit, offset);
  const counted = connection
    .prepare(`SELECT count(*) AS n FROM alerts WHERE ${where}`)
    .get(tenant, status, ruleId, entityId);
  return {
    alerts: rows.map((row) => JSON.parse(String(row['body'])) as Alert),
    count: Number(counted?.['n']),
  };
};

export const addDelivery = (connection: Connection, delivery: NewDelivery, at: number): void => {
  connection
    .prepare(
      `INSERT INTO alert_deliveries (alert_id, channel, target, payload, status, next_attempt_at)
       VALUES (?, ?, ?, ?, 'pending', ?)`,
    )
    .run(delivery.alertId, delivery.channel, delivery.target, delivery.payload, at);
};

const deliveryOf = (row: Row): Delivery => ({
  seq: Number(row['seq']),
  alertId: String(row['alert_id']),
  channel: row['channel'] === 'email' ? 'email' : 'webhook',
  target: String(row['target']),
  payload: String(row['payload']),
  status: row['status'] as Delivery['status'],
  attempts: Number(row['attempts']),
  ...(row['last_error'] === null ? {} : { lastError: String(row['last_error']) }),
});

export const dueDeliveries = (connection: Connection, at: number, limit: number): readonly Delivery[] =>
  connection
    .prepare(
      `SELECT * FROM alert_deliveries WHERE status = 'pending' AND next_attempt_at <= ? ORDER BY seq LIMIT ?`,
    )
    .all(at, limit)
    .map(deliveryOf);

export const deliveriesOf = (connection: Connection, alertId: string): readonly Delivery[] =>
  connection
    .prepare('SELECT * FROM alert_deliveries WHERE alert_id = ? ORDER BY seq')
    .all(alertId)
    .map(deliveryOf);

/** Notes how an attempt ended. */
export const saveAttempt = (
  connection: Connection,
  delivery: Delivery,
  outcome: { readonly status: Delivery['status']; readonly nextAttemptAt: number; readonly error?: string },
): void => {
  connection
    .prepare(
      `UPDATE alert_deliveries SET status = ?, attempts = attempts + 1, next_attempt_at = ?, last_error = ?
       WHERE seq = ?`,
    )
    .run(outcome.status, outcome.nextAttemptAt, outcome.error ?? null, delivery.seq);
};

/** The database as the rest of monitoring uses it. */
export type MonitoringDatabase = Pick<Database, 'read' | 'write'>;
