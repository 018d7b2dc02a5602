import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, openAsBlob, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite, type Transaction } from '@electric-sql/pglite';
import { postgis } from '@electric-sql/pglite-postgis';
import { applyPostgresMigrations } from './postgres-migrations.ts';
import { explained, repeating } from './postgres-failures.ts';
import { assertChannel } from './postgres-listener.ts';
import type { PostgresDatabase, PostgresSession, Transact } from './postgres.ts';

const asItIs = (text: string): string => text;

/** As the connections of openPostgres give them. */
const parsers = { 20: Number, 114: asItIs, 3802: asItIs, 1700: asItIs };

const sessionOver = (executor: Pick<Transaction, 'query' | 'exec'>): PostgresSession => {
  const query = (sql: string, parameters: readonly unknown[]) =>
    executor.query<readonly unknown[]>(sql, [...parameters], { rowMode: 'array', parsers });
  return {
    rows: async (sql, ...parameters) => (await query(sql, parameters)).rows,
    run: async (sql, ...parameters) => {
      const { affectedRows = 0, rows } = await query(sql, parameters);
      return Math.max(affectedRows, rows.length);
    },
    script: async (sql) => {
      await executor.exec(sql);
    },
  };
};

/** A database with PostGIS as it is when it is new; it goes with the packages that it was made by. */
const prepared = fileURLToPath(new URL('../../../node_modules/.cache/allmende-pglite.tar', import.meta.url));

const extensions = { postgis };

/** Makes the file that others begin from; it is whole or not there. */
const prepare = async (): Promise<void> => {
  const pglite = await PGlite.create({ extensions });
  await pglite.exec('CREATE EXTENSION postgis');
  const folder = await pglite.dumpDataDir('none');
  await pglite.close();
  mkdirSync(dirname(prepared), { recursive: true });
  const unfinished = `${prepared}.${randomUUID()}`;
  writeFileSync(unfinished, Buffer.from(await folder.arrayBuffer()));
  renameSync(unfinished, prepared);
};

/** A new database, which takes a fifth of the time when one was made before. */
const newPglite = async (): Promise<PGlite> => {
  if (!existsSync(prepared)) await prepare();
  return PGlite.create({ extensions, loadDataDir: await openAsBlob(prepared) });
};

/**
 * PostgreSQL with PostGIS within this process, in memory: one connection, so transactions run one after the other and
 * a work that reads through the database instead of its connection would wait for itself.
 */
export const openPglite = async (): Promise<PostgresDatabase> => {
  const pglite = await newPglite();
  const transact: Transact = (work) =>
    repeating(async () => {
      const value = await pglite.transaction((transaction) => work(sessionOver(transaction)));
      return value;
    });
  const read = sessionOver(pglite);
  const known = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    try {
      return await work();
    } catch (cause) {
      throw explained(cause);
    }
  };
  let closing: Promise<void> | undefined;
  return {
    kind: 'postgres',
    read: {
      rows: (sql, ...parameters) => known(() => read.rows(sql, ...parameters)),
      run: (sql, ...parameters) => known(() => read.run(sql, ...parameters)),
    },
    get isWritable() {
      return !pglite.closed;
    },
    write: (work) => known(() => transact(work)),
    migrate: (migrations) => applyPostgresMigrations(transact, migrations),
    listen: async (channel, listener) => {
      assertChannel(channel);
      return pglite.listen(channel, listener);
    },
    connections: () => [],
    close: () => (closing ??= pglite.close()),
  };
};
