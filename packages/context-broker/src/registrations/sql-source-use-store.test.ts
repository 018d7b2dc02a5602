import { temporaryDatabase } from '@allmende/database/testing';
import { contextBrokerMigrations } from '../module.ts';
import { describeSourceUseStore } from './source-use-store.contract.ts';
import { createSqlSourceUseStore } from './sql-source-use-store.ts';

describeSourceUseStore('SQLite', () => {
  const { database, remove } = temporaryDatabase();
  database.migrate(contextBrokerMigrations);
  return { store: createSqlSourceUseStore(database), remove };
});
