import type { Migration } from '@allmende/database';

/** Subscriptions to context source registrations (§5.11) and their notifications; like those to entities. */
export const registrationSubscriptionsMigration: Migration = {
  name: 'context-broker/0013-registration-subscriptions',
  sqlite: `
    CREATE TABLE registration_subscriptions (
      seq INTEGER PRIMARY KEY,
      tenant TEXT NOT NULL,
      id TEXT NOT NULL,
      body TEXT NOT NULL,
      times_sent INTEGER NOT NULL DEFAULT 0,
      times_failed INTEGER NOT NULL DEFAULT 0,
      last_notification INTEGER,
      last_success INTEGER,
      last_failure INTEGER,
      last_queued INTEGER,
      UNIQUE (tenant, id)
    ) STRICT;
    CREATE TABLE registration_notification_outbox (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      tenant TEXT NOT NULL,
      subscription_id TEXT NOT NULL,
      body TEXT NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      next_attempt_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX registration_notification_outbox_order
      ON registration_notification_outbox (tenant, subscription_id, seq);
  `,
};
