import type { Migration } from '@allmende/database';

/**
 * Subscriptions of both kinds on PostgreSQL. What each notification changes is kept apart from the subscription; each
 * change of a subscription has a version, by which processes see that what they hold in memory is old.
 */
export const postgresSubscriptionsMigration: Migration = {
  name: 'context-broker/postgres-0002-subscriptions',
  postgres: `
    CREATE TABLE subscriptions (
      tenant text NOT NULL,
      kind text NOT NULL,
      id text NOT NULL,
      seq bigint GENERATED ALWAYS AS IDENTITY,
      body text NOT NULL,
      PRIMARY KEY (tenant, kind, id)
    );
    CREATE TABLE subscription_states (
      tenant text NOT NULL,
      kind text NOT NULL,
      id text NOT NULL,
      times_sent bigint NOT NULL DEFAULT 0,
      times_failed bigint NOT NULL DEFAULT 0,
      last_notification bigint,
      last_success bigint,
      last_failure bigint,
      last_queued bigint,
      last_period bigint,
      dropped bigint NOT NULL DEFAULT 0,
      PRIMARY KEY (tenant, kind, id)
    ) WITH (fillfactor = 50);
    CREATE TABLE subscription_versions (
      kind text PRIMARY KEY,
      version bigint NOT NULL
    ) WITH (fillfactor = 20);
    CREATE TABLE subscription_changes (
      kind text NOT NULL,
      version bigint NOT NULL,
      tenant text NOT NULL,
      id text NOT NULL,
      PRIMARY KEY (kind, version)
    );
    CREATE TABLE notification_outbox (
      tenant text NOT NULL,
      kind text NOT NULL,
      subscription_id text NOT NULL,
      seq bigint GENERATED ALWAYS AS IDENTITY,
      body text NOT NULL,
      attempts integer NOT NULL DEFAULT 0,
      queued_at bigint NOT NULL,
      first_attempt_at bigint,
      next_attempt_at bigint NOT NULL,
      reason text,
      PRIMARY KEY (tenant, kind, subscription_id, seq)
    );
    CREATE TABLE notification_leases (
      tenant text NOT NULL,
      kind text NOT NULL,
      subscription_id text NOT NULL,
      owner text NOT NULL,
      until timestamptz NOT NULL,
      PRIMARY KEY (tenant, kind, subscription_id)
    ) WITH (fillfactor = 50);
    CREATE INDEX notification_leases_owner ON notification_leases (owner);
    CREATE TABLE dead_notifications (
      tenant text NOT NULL,
      id bigint GENERATED ALWAYS AS IDENTITY,
      kind text NOT NULL,
      subscription_id text NOT NULL,
      body text NOT NULL,
      attempts integer NOT NULL,
      reason text NOT NULL,
      status integer,
      queued_at bigint NOT NULL,
      first_attempt_at bigint NOT NULL,
      last_attempt_at bigint NOT NULL,
      PRIMARY KEY (tenant, id)
    );
    CREATE INDEX dead_notifications_order ON dead_notifications (tenant, kind, subscription_id, id);
    CREATE INDEX dead_notifications_age ON dead_notifications (id);`,
};
