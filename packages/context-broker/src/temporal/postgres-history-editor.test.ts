import { temporaryPostgres, type TemporaryPostgres } from '@allmende/database/testing';
import { afterAll, beforeAll, describe } from 'vitest';
import { postgresHistoryMigration } from '../migrations/postgres-0002-history.ts';
import { describeHistoryEditor } from './history-editor.contract.ts';
import { createPostgresHistoryEditor } from './postgres-history-editor.ts';
import { createPostgresSeriesDictionary } from './postgres-series-dictionary.ts';
import { createPostgresTemporalStore } from './postgres-temporal-store.ts';

const url = process.env['TEST_POSTGRES_URL'];

const scratch = {
  name: 'x',
  postgres: `CREATE TABLE entities (tenant text COLLATE "C", id text COLLATE "C", doc text, sys text, types text[], primary key (tenant,id))`,
};

const onPostgres = (name: string, serverUrl: string | undefined): void => {
  describe(name, () => {
    let own: TemporaryPostgres;
    beforeAll(async () => {
      own = await temporaryPostgres({ url: serverUrl, migrations: [scratch, postgresHistoryMigration] });
    }, 180_000);
    afterAll(() => own.remove());

    describeHistoryEditor(name, () => {
      const parts = { database: own.database, series: createPostgresSeriesDictionary() };
      return {
        editor: createPostgresHistoryEditor(parts),
        temporal: createPostgresTemporalStore(parts),
        remove: () => own.clear(),
      };
    });
  });
};

onPostgres('PGlite', undefined);
describe.skipIf(url === undefined)('where TEST_POSTGRES_URL names a server', () => {
  onPostgres('PostgreSQL', url);
});
