import { temporaryPostgres, type TemporaryPostgres } from '@allmende/database/testing';
import { afterAll, beforeAll } from 'vitest';
import { postgresCatalogue } from '../migrations/postgres-0001-catalogue.ts';
import { describeCatalogueStore } from './catalogue-store.contract.ts';
import { createPostgresCatalogueStore } from './postgres-catalogue-store.ts';

const url = process.env['TEST_POSTGRES_URL'];
let own: TemporaryPostgres;

beforeAll(async () => {
  own = await temporaryPostgres({ url, migrations: [postgresCatalogue] });
}, 180_000);
afterAll(() => own.remove());

/** PostgreSQL within this process, unless TEST_POSTGRES_URL names a server. */
describeCatalogueStore(url === undefined ? 'PGlite' : 'PostgreSQL', () => ({
  store: createPostgresCatalogueStore(own.database),
  remove: () => own.clear(),
}));
