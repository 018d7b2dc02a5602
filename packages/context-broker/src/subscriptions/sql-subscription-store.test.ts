import { temporaryDatabase } from '@allmende/database/testing';
import { atOnce } from '@allmende/kernel';
import { contextBrokerMigrations } from '../module.ts';
import { createSqlSubscriptionStore, type SubscriptionTables } from './sql-subscription-store.ts';
import type { QueuedNotification } from './subscription-store.ts';
import { describeSubscriptionStore } from './subscription-store.contract.ts';

const open = (tables?: SubscriptionTables) => {
  const { database, remove } = temporaryDatabase();
  database.migrate(contextBrokerMigrations);
  const store = createSqlSubscriptionStore(database, tables);
  return {
    store,
    enqueueInTransaction: async (notification: QueuedNotification, commits: boolean) => {
      const failure = new Error('rolled back');
      const writing = database.write((connection) => {
        atOnce(store.enqueueWithin(connection, notification), 'Queueing');
        if (!commits) throw failure;
      });
      await writing.catch((cause: unknown) => {
        if (cause !== failure) throw cause;
      });
    },
    lastQueued: async (tenant: string, id: string) =>
      await database.write((connection) => store.lastQueuedWithin(connection, tenant, id)),
    remove,
  };
};

describeSubscriptionStore('SQLite', () => open());
describeSubscriptionStore('SQLite (subscriptions to context sources)', () =>
  open({ subscriptions: 'registration_subscriptions', outbox: 'registration_notification_outbox' }),
);
