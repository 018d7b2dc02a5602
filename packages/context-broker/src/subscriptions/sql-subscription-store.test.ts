import { temporaryDatabase } from '@allmende/database/testing';
import { contextBrokerMigrations } from '../module.ts';
import { createSqlSubscriptionStore } from './sql-subscription-store.ts';
import { describeSubscriptionStore } from './subscription-store.contract.ts';

describeSubscriptionStore('SQLite', () => {
  const { database, remove } = temporaryDatabase();
  database.migrate(contextBrokerMigrations);
  const store = createSqlSubscriptionStore(database);
  return {
    store,
    enqueueInTransaction: async (notification, commits) => {
      const failure = new Error('rolled back');
      const writing = database.write((connection) => {
        store.enqueueWithin(connection, notification);
        if (!commits) throw failure;
      });
      await writing.catch((cause: unknown) => {
        if (cause !== failure) throw cause;
      });
    },
    lastQueued: (tenant, id) =>
      database.write((connection) => store.lastQueuedWithin(connection, tenant, id)),
    remove,
  };
});
