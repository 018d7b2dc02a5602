import type { Migration } from '@allmende/database';

/** Rules, what they watch, the alerts they raised, what has to be sent, and dashboards. */
export const alertsAndDashboards: Migration = {
  name: 'monitoring/0001-alerts-and-dashboards',
  sqlite: `
    CREATE TABLE alert_rules (
      seq INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      tenant TEXT NOT NULL,
      body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX alert_rules_by_tenant ON alert_rules (tenant, seq);
    CREATE TABLE alert_watches (
      rule_id TEXT NOT NULL,
      entity_id TEXT NOT NULL,
      state TEXT NOT NULL,
      PRIMARY KEY (rule_id, entity_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE alerts (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      tenant TEXT NOT NULL,
      rule_id TEXT NOT NULL,
      entity_id TEXT NOT NULL,
      status TEXT NOT NULL,
      body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX alerts_by_tenant ON alerts (tenant, seq);
    CREATE INDEX alerts_by_status ON alerts (tenant, status, seq);
    CREATE INDEX alerts_by_cause ON alerts (rule_id, entity_id, seq);
    CREATE UNIQUE INDEX one_live_alert_per_cause ON alerts (rule_id, entity_id) WHERE status <> 'closed';
    CREATE TABLE alert_deliveries (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      alert_id TEXT NOT NULL,
      channel TEXT NOT NULL,
      target TEXT NOT NULL,
      payload TEXT NOT NULL,
      status TEXT NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      next_attempt_at INTEGER NOT NULL,
      last_error TEXT
    ) STRICT;
    CREATE INDEX alert_deliveries_due ON alert_deliveries (next_attempt_at, channel, target)
      WHERE status = 'pending';
    CREATE INDEX alert_deliveries_to ON alert_deliveries (channel, target, seq) WHERE status = 'pending';
    CREATE INDEX alert_deliveries_of ON alert_deliveries (alert_id, seq);
    CREATE TABLE dashboards (
      seq INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      version INTEGER NOT NULL,
      body TEXT NOT NULL
    ) STRICT;`,
};
