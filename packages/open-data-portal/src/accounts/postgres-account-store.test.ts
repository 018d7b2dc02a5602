import { temporaryPostgres, type TemporaryPostgres } from '@allmende/database/testing';
import { afterAll, beforeAll } from 'vitest';
import { postgresAccounts } from '../migrations/postgres-0002-accounts.ts';
import { describeAccountStore } from './account-store.contract.ts';
import { createPostgresAccountStore } from './postgres-account-store.ts';

const url = process.env['TEST_POSTGRES_URL'];
let own: TemporaryPostgres;

beforeAll(async () => {
  own = await temporaryPostgres({ url, migrations: [postgresAccounts] });
}, 180_000);
afterAll(() => own.remove());

/** PostgreSQL within this process, unless TEST_POSTGRES_URL names a server. */
describeAccountStore(url === undefined ? 'PGlite' : 'PostgreSQL', () => ({
  store: createPostgresAccountStore(own.database),
  remove: () => own.clear(),
}));
