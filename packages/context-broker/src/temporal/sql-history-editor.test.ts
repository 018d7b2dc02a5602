import { temporaryDatabase } from '@allmende/database/testing';
import { fixedClock } from '@allmende/kernel/testing';
import { createDictionaries } from '../entities/sql-dictionaries.ts';
import { contextBrokerMigrations } from '../migrations/context-broker-migrations.ts';
import { describeHistoryEditor } from './history-editor.contract.ts';
import { createSqlHistoryEditor } from './sql-history-editor.ts';
import { createSqlTemporalStore } from './sql-temporal-store.ts';

describeHistoryEditor('SQLite', () => {
  const { database, remove } = temporaryDatabase();
  database.migrate(contextBrokerMigrations);
  const dictionaries = createDictionaries(database);
  const clock = fixedClock(Date.UTC(2026, 2, 1, 12));
  return {
    editor: createSqlHistoryEditor({ database, dictionaries, clock }),
    temporal: createSqlTemporalStore({ database, dictionaries, clock }),
    remove,
  };
});
