import { randomBytes } from 'node:crypto';
import type { Migration } from './database.ts';
import { openPglite } from './pglite-database.ts';
import { openPostgres } from './postgres-database.ts';
import type { PostgresDatabase } from './postgres.ts';

export interface TemporaryPostgres {
  readonly database: PostgresDatabase;
  /** Where other processes find it; undefined within this process only. */
  readonly url: string | undefined;
  /** Empties all tables, which takes less time than another database. */
  clear(): Promise<void>;
  remove(): Promise<void>;
}

interface Options {
  /** A server on which databases may be made; without it PostgreSQL runs within this process. */
  readonly url?: string | undefined;
  readonly migrations?: readonly Migration[];
  readonly poolSize?: number;
}

const clear = (database: PostgresDatabase): Promise<void> =>
  database.write(async (connection) => {
    await connection.run(`DO $do$ DECLARE own regclass; BEGIN
      FOR own IN SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND NOT relispartition
        AND relkind IN ('r', 'p') AND relname NOT IN ('migrations', 'spatial_ref_sys')
      LOOP EXECUTE format('DELETE FROM %s', own); END LOOP; END $do$`);
  });

/** A database of its own on a server. */
const onServer = async (url: string, poolSize: number): Promise<Omit<TemporaryPostgres, 'clear'>> => {
  const name = `allmende_test_${randomBytes(6).toString('hex')}`;
  const server = openPostgres({ url, poolSize: 1 });
  await server.read.run(`CREATE DATABASE ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  const database = openPostgres({ url: own.href, poolSize });
  return {
    database,
    url: own.href,
    remove: async () => {
      await database.close();
      await server.read.run(`DROP DATABASE ${name} WITH (FORCE)`);
      await server.close();
    },
  };
};

/** A PostgreSQL database with PostGIS for some tests. */
export const temporaryPostgres = async (options: Options = {}): Promise<TemporaryPostgres> => {
  const { url, migrations = [], poolSize = 10 } = options;
  const own =
    url === undefined
      ? await openPglite().then((database) => ({ database, url, remove: () => database.close() }))
      : await onServer(url, poolSize);
  await own.database.write((connection) => connection.run('CREATE EXTENSION IF NOT EXISTS postgis'));
  await own.database.migrate(migrations);
  return { ...own, clear: () => clear(own.database) };
};
