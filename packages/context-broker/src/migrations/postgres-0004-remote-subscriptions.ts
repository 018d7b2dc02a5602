import type { Migration } from '@allmende/database';

/** Parts of subscriptions that context sources keep for this broker (§5.8.1.4), as SQLite has them. */
export const postgresRemoteSubscriptionsMigration: Migration = {
  name: 'context-broker/postgres-0004-remote-subscriptions',
  postgres: `
    CREATE TABLE remote_subscriptions (
      remote_id text COLLATE "C" PRIMARY KEY,
      tenant text COLLATE "C" NOT NULL,
      subscription_id text COLLATE "C" NOT NULL,
      due_at bigint,
      body text NOT NULL
    );
    CREATE INDEX remote_subscriptions_by_subscription ON remote_subscriptions (tenant, subscription_id);
    CREATE INDEX remote_subscriptions_due ON remote_subscriptions (due_at) WHERE due_at IS NOT NULL;
  `,
};
