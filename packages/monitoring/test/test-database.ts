import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Database } from '@allmende/database';
import { temporaryPostgres, type TemporaryPostgres } from '@allmende/database/testing';
import { afterAll } from 'vitest';
import { monitoringMigrations, type MonitoringParts } from '../src/index.ts';
import type { MemorySource } from './memory-source.ts';

type Binding = Pick<
  Extract<MonitoringParts, { readonly beforeCommit: unknown }>,
  'database' | 'beforeCommit'
>;

export interface TestDatabase {
  /** The database of a fixture, again after it was closed, and how it sees changes of the source. */
  open(source: MemorySource): Promise<{ readonly database: Database } | Binding>;
  close(): Promise<void>;
  breakTable(
    table: 'alerts' | 'alert_deliveries',
    operation: 'INSERT' | 'UPDATE',
  ): Promise<() => Promise<void>>;
  remove(): Promise<void>;
}

/** Scenarios run on SQLite unless TEST_DATABASE is `postgres`: PGlite, or the server at TEST_POSTGRES_URL. */
const isPostgres = process.env['TEST_DATABASE'] === 'postgres';

const sqliteDatabase = (): TestDatabase => {
  const folder = mkdtempSync(join(tmpdir(), 'allmende-monitoring-'));
  let database: Database | undefined;
  const close = async (): Promise<void> => {
    await database?.close();
    database = undefined;
  };
  return {
    open: () => {
      database = openDatabase({ folder });
      database.migrate(monitoringMigrations);
      return Promise.resolve({ database });
    },
    close,
    breakTable: async (table, operation) => {
      const raw = await database?.write((connection) => connection.raw);
      raw?.exec(
        `CREATE TEMP TRIGGER full BEFORE ${operation} ON main.${table} BEGIN SELECT RAISE(ABORT, 'full'); END`,
      );
      return () => {
        raw?.exec('DROP TRIGGER full');
        return Promise.resolve();
      };
    },
    remove: async () => {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

let shared: Promise<TemporaryPostgres> | undefined;

if (isPostgres) {
  afterAll(async () => {
    await (await shared)?.remove();
  }, 60_000);
}

const postgresDatabase = (): TestDatabase => {
  shared ??= temporaryPostgres({ url: process.env['TEST_POSTGRES_URL'], migrations: monitoringMigrations });
  const own = shared;
  return {
    open: async (source) => {
      const { database } = await own;
      return {
        database,
        beforeCommit: (record) =>
          source.recordBy((changes) => database.write((connection) => record(connection, changes))),
      };
    },
    close: () => Promise.resolve(),
    breakTable: async (table, operation) => {
      const { read } = (await own).database;
      await read.run(`CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
        $$BEGIN RAISE EXCEPTION 'the disk is full'; END$$`);
      await read.run(`CREATE TRIGGER full_disk BEFORE ${operation} ON ${table}
        FOR EACH ROW EXECUTE FUNCTION full_disk()`);
      return async () => {
        await read.run('DROP FUNCTION full_disk CASCADE');
      };
    },
    remove: async () => (await own).clear(),
  };
};

/** An empty database with the schema of monitoring for one test; that of PostgreSQL is used again and again. */
export const testDatabase = (): TestDatabase => (isPostgres ? postgresDatabase() : sqliteDatabase());
