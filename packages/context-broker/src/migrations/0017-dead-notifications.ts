import type { Migration } from '@allmende/database';

/** What was given up is kept; why the first one of a queue waits, and how many a full queue dropped, is told. */
export const deadNotificationsMigration: Migration = {
  name: 'context-broker/0017-dead-notifications',
  sqlite: `
    ALTER TABLE subscriptions ADD COLUMN dropped INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE registration_subscriptions ADD COLUMN dropped INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE notification_outbox ADD COLUMN queued_at INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE notification_outbox ADD COLUMN first_attempt_at INTEGER;
    ALTER TABLE notification_outbox ADD COLUMN reason TEXT;
    ALTER TABLE registration_notification_outbox ADD COLUMN queued_at INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE registration_notification_outbox ADD COLUMN first_attempt_at INTEGER;
    ALTER TABLE registration_notification_outbox ADD COLUMN reason TEXT;
    UPDATE notification_outbox SET queued_at = next_attempt_at;
    UPDATE registration_notification_outbox SET queued_at = next_attempt_at;
    CREATE TABLE dead_notifications (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL,
      tenant TEXT NOT NULL,
      subscription_id TEXT NOT NULL,
      body TEXT NOT NULL,
      attempts INTEGER NOT NULL,
      reason TEXT NOT NULL,
      status INTEGER,
      queued_at INTEGER NOT NULL,
      first_attempt_at INTEGER NOT NULL,
      last_attempt_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX dead_notifications_order ON dead_notifications (tenant, subscription_id, kind, id);
  `,
};
