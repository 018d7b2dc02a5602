import type { Migration } from '@allmende/database';

/** Parts of subscriptions that context sources keep for this broker (§5.8.1.4), as JSON. */
export const remoteSubscriptionsMigration: Migration = {
  name: 'context-broker/0021-remote-subscriptions',
  sqlite: `
    CREATE TABLE remote_subscriptions (
      remote_id TEXT PRIMARY KEY,
      tenant TEXT NOT NULL,
      subscription_id TEXT NOT NULL,
      due_at INTEGER,
      body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX remote_subscriptions_by_subscription ON remote_subscriptions (tenant, subscription_id);
    CREATE INDEX remote_subscriptions_due ON remote_subscriptions (due_at) WHERE due_at IS NOT NULL;
  `,
};
