import { temporaryDatabase } from '@allmende/database/testing';
import { accounts } from '../migrations/0002-accounts.ts';
import { describeAccountStore } from './account-store.contract.ts';
import { createSqlAccountStore } from './sql-account-store.ts';

describeAccountStore('SQLite', () => {
  const { database, remove } = temporaryDatabase();
  database.migrate([accounts]);
  return { store: createSqlAccountStore(database), remove };
});
