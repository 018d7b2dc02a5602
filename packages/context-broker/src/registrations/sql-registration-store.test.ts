import { temporaryDatabase } from '@allmende/database/testing';
import { contextBrokerMigrations } from '../module.ts';
import { describeRegistrationStore } from './registration-store.contract.ts';
import { createSqlRegistrationStore } from './sql-registration-store.ts';

describeRegistrationStore('SQLite', () => {
  const { database, remove } = temporaryDatabase();
  database.migrate(contextBrokerMigrations);
  return { store: createSqlRegistrationStore(database), remove };
});
