import { temporaryDatabase } from '@allmende/database/testing';
import { silentLogger } from '@allmende/kernel';
import { fixedClock } from '@allmende/kernel/testing';
import { contextBrokerMigrations } from '../migrations/context-broker-migrations.ts';
import type { EntityChange } from './entity.ts';
import { describeEntityStore } from './entity-store.contract.ts';
import { createDictionaries } from './sql-dictionaries.ts';
import { createSqlEntityStore } from './sql-entity-store.ts';

describeEntityStore('SQLite', () => {
  const { database, remove } = temporaryDatabase();
  database.migrate(contextBrokerMigrations);
  const announced: EntityChange[] = [];
  const recorded: EntityChange[] = [];
  let isFailing = false;
  const store = createSqlEntityStore({
    database,
    dictionaries: createDictionaries(database),
    clock: fixedClock(Date.UTC(2026, 2, 1, 12)),
    logger: silentLogger,
    onCommitted: (changes) => announced.push(...changes),
    recordChanges: (_connection, changes) => {
      if (isFailing) {
        isFailing = false;
        throw new Error('nothing can be recorded');
      }
      recorded.push(...changes);
    },
  });
  return {
    store,
    announced,
    recorded,
    failRecording: () => {
      isFailing = true;
    },
    remove,
  };
});
