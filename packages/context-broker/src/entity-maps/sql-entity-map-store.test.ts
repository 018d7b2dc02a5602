import { temporaryDatabase } from '@allmende/database/testing';
import { fixedClock } from '@allmende/kernel/testing';
import { contextBrokerMigrations } from '../migrations/context-broker-migrations.ts';
import { describeEntityMapStore } from './entity-map-store.contract.ts';
import { createSqlEntityMapStore } from './sql-entity-map-store.ts';

describeEntityMapStore('SQLite', () => {
  const { database, remove } = temporaryDatabase();
  database.migrate(contextBrokerMigrations);
  const clock = fixedClock(0);
  return { store: createSqlEntityMapStore(database, clock), clock, remove };
});
