import { temporaryDatabase } from '@allmende/database/testing';
import { contextBrokerMigrations } from '../migrations/context-broker-migrations.ts';
import { describeRegistrationStore } from './registration-store.contract.ts';
import { createSqlRegistrationStore } from './sql-registration-store.ts';

const untold = { record: () => undefined, onCommitted: () => undefined };

describeRegistrationStore('SQLite', () => {
  const { database, remove } = temporaryDatabase();
  database.migrate(contextBrokerMigrations);
  return { store: createSqlRegistrationStore(database, untold), remove };
});
