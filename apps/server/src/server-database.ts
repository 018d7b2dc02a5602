import {
  openDatabase,
  openPostgres,
  preparePostgres,
  type Database,
  type Migration,
  type PostgresDatabase,
} from '@allmende/database';
import type { Config } from './config.ts';
import type { Metric } from './metrics.ts';
import { isDatabaseReady, isPostgresReady } from './sql-readiness.ts';
import { withoutPassword } from './without-password.ts';

/** The database of a server: the embedded one of a data folder, or PostgreSQL. */
export interface ServerDatabase {
  readonly database: Database | PostgresDatabase;
  /** Brings the schema up to date; refuses a database that cannot be used. */
  prepare(migrations: readonly Migration[]): Promise<void>;
  /** Whether it answers, and keeps what is written. */
  isReady(): Promise<boolean>;
  metrics(): readonly Metric[];
  close(): Promise<void>;
}

const createEmbedded = (folder: string): ServerDatabase => {
  const database = openDatabase({ folder });
  return {
    database,
    prepare: (migrations) => {
      database.migrate(migrations);
      return Promise.resolve();
    },
    isReady: () => Promise.resolve(isDatabaseReady(database)),
    metrics: () => [],
    close: () => database.close(),
  };
};

const connectionMetric = (database: PostgresDatabase): Metric => ({
  name: 'allmende_database_connections',
  type: 'gauge',
  help: 'Connections to PostgreSQL in use and idle, and works that wait for one.',
  samples: database.connections().flatMap(({ kind, open, idle, waiting }) => [
    { labels: { kind, state: 'used' }, value: open - idle },
    { labels: { kind, state: 'idle' }, value: idle },
    { labels: { kind, state: 'waiting' }, value: waiting },
  ]),
});

const createShared = (url: string, poolSize: number): ServerDatabase => {
  const database = openPostgres({ url, poolSize });
  return {
    database,
    prepare: (migrations) =>
      preparePostgres(database, withoutPassword(url), () => database.migrate(migrations)),
    isReady: () => isPostgresReady(database),
    metrics: () => [connectionMetric(database)],
    close: () => database.close(),
  };
};

export const openServerDatabase = ({
  databaseUrl,
  databasePoolSize,
  dataDir,
}: Pick<Config, 'databaseUrl' | 'databasePoolSize' | 'dataDir'>): ServerDatabase =>
  databaseUrl === undefined ? createEmbedded(dataDir) : createShared(databaseUrl, databasePoolSize);
