import { temporaryPostgres, type TemporaryPostgres } from '@allmende/database/testing';
import { silentLogger } from '@allmende/kernel';
import { fixedClock } from '@allmende/kernel/testing';
import { afterAll, beforeAll, describe } from 'vitest';
import { postgresHistoryMigration } from '../migrations/postgres-0002-history.ts';
import { describeHistoryKeeper } from './history-keeper.contract.ts';
import { createPostgresHistoryEditor } from './postgres-history-editor.ts';
import { createPostgresHistoryKeeper } from './postgres-history-keeper.ts';
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
    }, 60_000);
    afterAll(() => own.remove());

    describeHistoryKeeper(name, () => {
      const clock = fixedClock(Date.UTC(2026, 2, 1, 12));
      const parts = {
        database: own.database,
        series: createPostgresSeriesDictionary(),
        clock,
        logger: silentLogger,
        crowdedAt: 1,
      };
      return {
        keeper: createPostgresHistoryKeeper(parts),
        editor: createPostgresHistoryEditor(parts),
        temporal: createPostgresTemporalStore(parts),
        clock,
        packs: true,
        remove: () => own.clear(),
      };
    });
  });
};

onPostgres('PGlite', undefined);
describe.skipIf(url === undefined)('where TEST_POSTGRES_URL names a server', () => {
  onPostgres('PostgreSQL', url);
});
