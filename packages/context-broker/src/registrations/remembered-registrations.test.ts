import { temporaryDatabase } from '@allmende/database/testing';
import { contextBrokerMigrations } from '../migrations/context-broker-migrations.ts';
import { remembered } from './remembered-registrations.ts';
import { describeRegistrationStore } from './registration-store.contract.ts';
import { createSqlRegistrationStore } from './sql-registration-store.ts';

const untold = { record: () => undefined, onCommitted: () => undefined };

describeRegistrationStore('Remembered SQLite', async () => {
  const { database, remove } = temporaryDatabase();
  database.migrate(contextBrokerMigrations);
  const store = remembered(createSqlRegistrationStore(database, untold));
  await store.all('');
  return { store, remove };
});
