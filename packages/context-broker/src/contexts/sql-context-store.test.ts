import { temporaryDatabase } from '@allmende/database/testing';
import { contextBrokerMigrations } from '../migrations/context-broker-migrations.ts';
import { describeContextStore } from './context-store.contract.ts';
import { createSqlContextStore } from './sql-context-store.ts';

describeContextStore('SQLite', () => {
  const { database, remove } = temporaryDatabase();
  database.migrate(contextBrokerMigrations);
  return { store: createSqlContextStore(database), remove };
});
