import { openPostgres, type Migration } from '@allmende/database';
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

const onPostgres = (
  name: string,
  serverUrl: string | undefined,
  extensions: readonly Migration[] = [],
): void => {
  describe(name, () => {
    let own: TemporaryPostgres;
    beforeAll(async () => {
      own = await temporaryPostgres({
        url: serverUrl,
        migrations: [...extensions, scratch, postgresHistoryMigration],
      });
    }, 180_000);
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

/** TimescaleDB where the server has it loaded. */
const timescale = { name: 'test/timescale', postgres: 'CREATE EXTENSION timescaledb' };
const hasTimescale = async (): Promise<boolean> => {
  if (url === undefined) return false;
  const server = openPostgres({ url, poolSize: 1 });
  const [row] = await server.read.rows("SELECT current_setting('shared_preload_libraries')");
  await server.close();
  return String(row?.[0]).includes('timescaledb');
};

onPostgres('PGlite', undefined);
describe.skipIf(url === undefined)('where TEST_POSTGRES_URL names a server', () => {
  onPostgres('PostgreSQL', url);
});
describe.skipIf(!(await hasTimescale()))('where the server has TimescaleDB', () => {
  onPostgres('TimescaleDB', url, [timescale]);
});
