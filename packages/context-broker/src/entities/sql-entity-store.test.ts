import { openReadingDatabase, readTogether } from '@allmende/database';
import { temporaryDatabase } from '@allmende/database/testing';
import { silentLogger } from '@allmende/kernel';
import { fixedClock } from '@allmende/kernel/testing';
import { contextBrokerMigrations } from '../migrations/context-broker-migrations.ts';
import type { EntityChange } from './entity.ts';
import { describeEntityStore } from './entity-store.contract.ts';
import { createDictionaries } from './sql-dictionaries.ts';
import { createSqlEntityStore } from './sql-entity-store.ts';
import { createReadingValueIndex } from './sql-reading-value-index.ts';

const setUp = () => {
  const { database, folder, remove } = temporaryDatabase();
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
    ...{ database, folder, store, announced, recorded, remove },
    failRecording: () => {
      isFailing = true;
    },
  };
};

describeEntityStore('SQLite', setUp);

describeEntityStore('SQLite, read by another process', () => {
  const { folder, store: writing, ...rest } = setUp();
  const database = openReadingDatabase({ folder });
  const { read } = database;
  const reading = createSqlEntityStore({
    database,
    dictionaries: createDictionaries(database),
    clock: fixedClock(Date.UTC(2026, 2, 1, 12)),
    logger: silentLogger,
    index: createReadingValueIndex(read, () => undefined),
    together: (work) => readTogether(read, work),
    onCommitted: () => undefined,
  });
  return {
    ...rest,
    store: { ...reading, apply: writing.apply, applyAll: writing.applyAll },
    remove: async () => {
      await database.close();
      await rest.remove();
    },
  };
});
