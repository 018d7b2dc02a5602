import { temporaryDatabase } from '@allmende/database/testing';
import { catalogue } from '../migrations/0001-catalogue.ts';
import { describeCatalogueStore } from './catalogue-store.contract.ts';
import { createSqlCatalogueStore } from './sql-catalogue-store.ts';

describeCatalogueStore('SQLite', () => {
  const { database, remove } = temporaryDatabase();
  database.migrate([catalogue]);
  return { store: createSqlCatalogueStore(database), remove };
});
