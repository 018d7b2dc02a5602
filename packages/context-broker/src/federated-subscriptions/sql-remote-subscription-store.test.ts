import { temporaryDatabase } from '@allmende/database/testing';
import { contextBrokerMigrations } from '../module.ts';
import { describeRemoteSubscriptionStore } from './remote-subscription-store.contract.ts';
import { createSqlRemoteSubscriptionStore } from './sql-remote-subscription-store.ts';

describeRemoteSubscriptionStore('SQLite', () => {
  const { database, remove } = temporaryDatabase();
  database.migrate(contextBrokerMigrations);
  return { store: createSqlRemoteSubscriptionStore(database), remove };
});
