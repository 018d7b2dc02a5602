import { temporaryDatabase } from '@allmende/database/testing';
import { fixedClock } from '@allmende/kernel/testing';
import { createDictionaries } from '../entities/sql-dictionaries.ts';
import { contextBrokerMigrations } from '../migrations/context-broker-migrations.ts';
import { describeHistoryKeeper } from './history-keeper.contract.ts';
import { createSqlHistoryEditor } from './sql-history-editor.ts';
import { createSqlHistoryKeeper } from './sql-history-keeper.ts';
import { createSqlTemporalStore } from './sql-temporal-store.ts';

describeHistoryKeeper('SQLite', () => {
  const { database, remove } = temporaryDatabase();
  database.migrate(contextBrokerMigrations);
  const dictionaries = createDictionaries(database);
  const clock = fixedClock(Date.UTC(2026, 2, 1, 12));
  return {
    keeper: createSqlHistoryKeeper({ database, clock }),
    temporal: createSqlTemporalStore({ database, dictionaries, clock }),
    editor: createSqlHistoryEditor({ database, dictionaries, clock }),
    clock,
    packs: false,
    remove,
  };
});
