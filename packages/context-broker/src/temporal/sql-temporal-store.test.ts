import { temporaryDatabase } from '@allmende/database/testing';
import { silentLogger } from '@allmende/kernel';
import { fixedClock } from '@allmende/kernel/testing';
import { createDictionaries } from '../entities/sql-dictionaries.ts';
import { createSqlEntityStore } from '../entities/sql-entity-store.ts';
import { contextBrokerMigrations } from '../migrations/context-broker-migrations.ts';
import { createSqlTemporalStore } from './sql-temporal-store.ts';
import { describeTemporalStore } from './temporal-store.contract.ts';

describeTemporalStore('SQLite', () => {
  const { database, remove } = temporaryDatabase();
  database.migrate(contextBrokerMigrations);
  const dictionaries = createDictionaries(database);
  const clock = fixedClock(Date.UTC(2026, 2, 1, 12));
  return {
    temporal: createSqlTemporalStore({ database, dictionaries, clock }),
    entities: createSqlEntityStore({
      database,
      dictionaries,
      clock,
      logger: silentLogger,
      onCommitted: () => undefined,
    }),
    clock,
    remove,
  };
});
