import { temporaryDatabase } from '@allmende/database/testing';
import { expect, it } from 'vitest';
import { catalogue } from '../migrations/0001-catalogue.ts';
import { aDataset, aRecord } from '../testing.ts';
import { describeCatalogueStore } from './catalogue-store.contract.ts';
import { createSqlCatalogueStore } from './sql-catalogue-store.ts';

describeCatalogueStore('SQLite', () => {
  const { database, remove } = temporaryDatabase();
  database.migrate([catalogue]);
  return { store: createSqlCatalogueStore(database), remove };
});

it('changes and purges many entries of long texts, one after the other', async () => {
  const { database, remove } = temporaryDatabase();
  database.migrate([catalogue]);
  const store = createSqlCatalogueStore(database);
  const described = (n: number) =>
    aDataset({ description: { de: Array.from({ length: 300 }, (_, at) => `wort${n}x${at}`).join(' ') } });
  for (let n = 0; n < 60; n += 1) await store.insert(aRecord(`d-${n}`, { content: described(n) }), '');
  for (let version = 2; version < 5; version += 1)
    for (let n = 0; n < 60; n += 1)
      await store.replace(aRecord(`d-${n}`, { version, content: described(n * version) }), '');
  for (let n = 0; n < 60; n += 1) await store.purge('', `id-of-d-${n}`);
  expect((await store.search({ tenant: '', limit: 1, offset: 0 })).count).toBe(0);
  await remove();
});
