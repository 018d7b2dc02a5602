import { openPostgres, type Migration, type PostgresDatabase } from '@allmende/database';
import { temporaryPostgres, type TemporaryPostgres } from '@allmende/database/testing';
import { silentLogger } from '@allmende/kernel';
import { fixedClock } from '@allmende/kernel/testing';
import { afterAll, beforeAll, describe } from 'vitest';
import { createPostgresEntityStore } from '../entities/postgres-entity-store.ts';
import { contextBrokerMigrations } from '../migrations/context-broker-migrations.ts';
import { describeHistoryEditor } from './history-editor.contract.ts';
import { describeHistoryKeeper } from './history-keeper.contract.ts';
import { createPostgresHistoryEditor } from './postgres-history-editor.ts';
import { createPostgresHistoryKeeper } from './postgres-history-keeper.ts';
import { createPostgresSeriesDictionary } from './postgres-series-dictionary.ts';
import { createPostgresTemporalStore } from './postgres-temporal-store.ts';
import { describeTemporalStore } from './temporal-store.contract.ts';

const url = process.env['TEST_POSTGRES_URL'];

const storesOver = (database: PostgresDatabase) => {
  const clock = fixedClock(Date.UTC(2026, 2, 1, 12));
  const common = { database, series: createPostgresSeriesDictionary(), clock };
  return {
    clock,
    entities: createPostgresEntityStore({ ...common, onCommitted: () => undefined }),
    temporal: createPostgresTemporalStore(common),
    editor: createPostgresHistoryEditor(common),
    keeper: createPostgresHistoryKeeper({ ...common, logger: silentLogger, crowdedAt: 1 }),
    packs: true,
  };
};

const describePast = (name: string, extensions: readonly Migration[] = []): void => {
  describe(name, () => {
    let own: TemporaryPostgres;
    beforeAll(async () => {
      own = await temporaryPostgres({ url, migrations: [...extensions, ...contextBrokerMigrations] });
    }, 120_000);
    afterAll(() => own.remove());

    const open = () => ({ ...storesOver(own.database), remove: () => own.clear() });
    describeTemporalStore(name, open);
    describeHistoryEditor(name, open);
    describeHistoryKeeper(name, open);
  });
};

describePast(url === undefined ? 'PGlite' : 'PostgreSQL');

const hasTimescale = async (): Promise<boolean> => {
  if (url === undefined) return false;
  const server = openPostgres({ url, poolSize: 1 });
  const [row] = await server.read.rows("SELECT current_setting('shared_preload_libraries')");
  await server.close();
  return String(row?.[0]).includes('timescaledb');
};

describe.skipIf(!(await hasTimescale()))(
  'where the server of TEST_POSTGRES_URL has TimescaleDB loaded',
  () => {
    describePast('TimescaleDB', [{ name: 'test/timescale', postgres: 'CREATE EXTENSION timescaledb' }]);
  },
);
