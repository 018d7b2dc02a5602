import { leaseColumns, type Migration } from '@allmende/database';

/**
 * The same on PostgreSQL, for several processes. `alert_findings` holds what changes mean to rules, written with the
 * change, until the process that runs the rules has taken it up. `watched_since` is the version of a rule that last
 * changed what it watches; what was found by an earlier one is void.
 *
 * alert_rules_version: who writes changes sees every rule that was committed before, because it holds a shared lock
 * that a change of rules waits for. Each statement of a volatile function sees what is committed by then.
 */
export const postgresAlertsAndDashboards: Migration = {
  name: 'monitoring/postgres-0001-alerts-and-dashboards',
  postgres: `
    CREATE TABLE alert_rules (
      seq bigint GENERATED ALWAYS AS IDENTITY,
      id text PRIMARY KEY,
      tenant text NOT NULL,
      version bigint NOT NULL,
      watched text NOT NULL,
      watched_since bigint NOT NULL,
      body text NOT NULL
    );
    CREATE INDEX alert_rules_by_tenant ON alert_rules (tenant, seq);
    CREATE TABLE alert_rules_version (one boolean PRIMARY KEY, version bigint NOT NULL);
    CREATE FUNCTION alert_rules_version() RETURNS bigint LANGUAGE plpgsql VOLATILE AS $do$
    BEGIN
      PERFORM pg_advisory_xact_lock_shared(4711010);
      RETURN coalesce((SELECT version FROM alert_rules_version), 0);
    END $do$;
    CREATE TABLE alert_findings (
      seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      rule_id text NOT NULL,
      watched_since bigint NOT NULL,
      entity_id text NOT NULL,
      finding text NOT NULL
    );
    CREATE TABLE alert_watches (
      rule_id text NOT NULL,
      entity_id text NOT NULL,
      state text NOT NULL,
      PRIMARY KEY (rule_id, entity_id)
    );
    CREATE TABLE alerts (
      seq bigint GENERATED ALWAYS AS IDENTITY,
      id text PRIMARY KEY,
      tenant text NOT NULL,
      rule_id text NOT NULL,
      entity_id text NOT NULL,
      status text NOT NULL,
      body text NOT NULL
    );
    CREATE INDEX alerts_by_tenant ON alerts (tenant, seq);
    CREATE INDEX alerts_by_status ON alerts (tenant, status, seq);
    CREATE INDEX alerts_by_cause ON alerts (rule_id, entity_id, seq);
    CREATE UNIQUE INDEX one_live_alert_per_cause ON alerts (rule_id, entity_id) WHERE status <> 'closed';
    CREATE TABLE alert_deliveries (
      seq bigint GENERATED ALWAYS AS IDENTITY,
      id text PRIMARY KEY,
      alert_id text NOT NULL,
      channel text NOT NULL,
      target text NOT NULL,
      payload text NOT NULL,
      status text NOT NULL,
      attempts integer NOT NULL DEFAULT 0,
      next_attempt_at bigint NOT NULL,
      last_error text
    );
    CREATE INDEX alert_deliveries_due ON alert_deliveries (next_attempt_at, channel, target)
      WHERE status = 'pending';
    CREATE INDEX alert_deliveries_to ON alert_deliveries (channel, target, seq) WHERE status = 'pending';
    CREATE INDEX alert_deliveries_of ON alert_deliveries (alert_id, seq);
    CREATE TABLE monitoring_leases (${leaseColumns});
    CREATE TABLE dashboards (
      seq bigint GENERATED ALWAYS AS IDENTITY,
      id text PRIMARY KEY,
      version bigint NOT NULL,
      body text NOT NULL
    );`,
};
