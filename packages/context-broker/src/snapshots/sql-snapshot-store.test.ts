import { temporaryDatabase } from '@allmende/database/testing';
import { contextBrokerMigrations } from '../migrations/context-broker-migrations.ts';
import { describeSnapshotStore } from './snapshot-store.contract.ts';
import { createSqlSnapshotStore } from './sql-snapshot-store.ts';

describeSnapshotStore('SQLite', () => {
  const { database, remove } = temporaryDatabase();
  database.migrate(contextBrokerMigrations);
  return { store: createSqlSnapshotStore(database), remove };
});
