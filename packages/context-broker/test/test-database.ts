import type { Database, PostgresDatabase } from '@allmende/database';
import { temporaryDatabase, temporaryPostgres, type TemporaryPostgres } from '@allmende/database/testing';
import { afterAll } from 'vitest';
import { contextBrokerMigrations } from '../src/index.ts';

export interface TestDatabase {
  readonly database: Database | PostgresDatabase;
  /** Where the embedded database lies; undefined on PostgreSQL. */
  readonly folder?: string;
  remove(): Promise<void>;
}

/** Scenarios run on SQLite unless TEST_DATABASE is `postgres`: PGlite, or the server at TEST_POSTGRES_URL. */
export const isPostgres = process.env['TEST_DATABASE'] === 'postgres';

const made: Promise<TemporaryPostgres>[] = [];
const free: Promise<TemporaryPostgres>[] = [];

if (isPostgres) {
  afterAll(async () => {
    await Promise.all(made.map(async (one) => (await one).remove()));
  }, 60_000);
}

/** A database that is opened while others go on. */
const opening = (own: Promise<TemporaryPostgres>): PostgresDatabase => {
  const opened = own.then(({ database }) => database);
  return {
    kind: 'postgres',
    isWritable: true,
    read: {
      rows: async (sql, ...parameters) => (await opened).read.rows(sql, ...parameters),
      run: async (sql, ...parameters) => (await opened).read.run(sql, ...parameters),
    },
    write: async (work) => (await opened).write(work),
    migrate: async (migrations) => (await opened).migrate(migrations),
    listen: async (channel, listener) => (await opened).listen(channel, listener),
    connections: () => [],
    close: async () => (await opened).close(),
  };
};

const open = (): Promise<TemporaryPostgres> => {
  const own = temporaryPostgres({
    url: process.env['TEST_POSTGRES_URL'],
    migrations: contextBrokerMigrations,
    poolSize: 4,
  });
  made.push(own);
  return own;
};

/** An empty database with the broker's schema for one test; those of PostgreSQL are used again and again. */
export const testDatabase = (): TestDatabase => {
  if (!isPostgres) {
    const { database, folder, remove } = temporaryDatabase();
    database.migrate(contextBrokerMigrations);
    return { database, folder, remove };
  }
  const own = free.pop() ?? open();
  return {
    database: opening(own),
    remove: async () => {
      await (await own).clear();
      free.push(own);
    },
  };
};
