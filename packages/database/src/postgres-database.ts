import { Client, Pool, types, type ClientBase, type ClientConfig } from 'pg';
import { PostgresListener } from './postgres-listener.ts';
import { applyPostgresMigrations } from './postgres-migrations.ts';
import { explained, isUnreachable, repeating } from './postgres-failures.ts';
import { createStatementNames, type StatementNames } from './postgres-statements.ts';
import type {
  ConnectionFigures,
  PostgresConnection,
  PostgresDatabase,
  PostgresSession,
  Transact,
} from './postgres.ts';

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  /** Most transactions at once, 10 unless told; half as many connections more are there for reads. */
  readonly poolSize?: number;
}

const [int8, json, jsonb] = [20, 114, 3802];

const asItIs = (text: string): string => text;

type Parse = (text: string) => unknown;

/** 64-bit integers as numbers (ours stay below 2^53) and JSON as text, which its readers parse if they need to. */
const parsers: ReadonlyMap<number, Parse> = new Map<number, Parse>([
  [int8, Number],
  [json, asItIs],
  [jsonb, asItIs],
]);

const typeParsers: ClientConfig['types'] = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    parsers.get(oid) ?? types.getTypeParser(oid, format)) as typeof types.getTypeParser,
};

const sessionOver = (client: Pick<ClientBase, 'query'>, names: StatementNames): PostgresSession => {
  const query = (text: string, values: readonly unknown[]) => {
    const name = names.nameOf(text);
    const asked = { text, values: [...values], rowMode: 'array' as const };
    return client.query<unknown[]>(name === undefined ? asked : { ...asked, name });
  };
  return {
    rows: async (sql, ...parameters) => (await query(sql, parameters)).rows,
    run: async (sql, ...parameters) => (await query(sql, parameters)).rowCount ?? 0,
    script: async (sql) => {
      await client.query(sql);
    },
  };
};

/** One transaction on a connection of the pool; one that broke off is not used again. */
const transactOver =
  (pool: Pool, names: StatementNames): Transact =>
  async (work) => {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      const session = sessionOver(client, names);
      await client.query('BEGIN');
      const value = await work(session);
      await client.query('COMMIT');
      return value;
    } catch (cause) {
      if (isUnreachable(cause)) broken = cause;
      else await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
      throw cause;
    } finally {
      client.release(broken);
    }
  };

const figuresOf = (kind: ConnectionFigures['kind'], pool: Pool): ConnectionFigures => ({
  kind,
  open: pool.totalCount,
  idle: pool.idleCount,
  waiting: pool.waitingCount,
});

/** Opens a PostgreSQL database; connections are made when they are needed. */
export const openPostgres = ({ url, poolSize = 10 }: PostgresOptions): PostgresDatabase => {
  const config: ClientConfig = {
    connectionString: url,
    application_name: 'allmende',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    types: typeParsers,
  };
  const onConnect = async (client: ClientBase): Promise<void> => {
    // One that is lost between two statements tells it with the next one; without a listener the process would end.
    client.on('error', () => undefined);
    // Compiling a statement over partitions takes a hundred times as long as running it.
    await client.query('SET jit = off');
  };
  const pool = new Pool({ ...config, max: poolSize, onConnect });
  // Reads have their own connections: work within a transaction may wait for one, when transactions hold all of theirs.
  const readers = new Pool({ ...config, max: Math.ceil(poolSize / 2), onConnect });
  const state = { isWritable: true };
  // An idle connection that is lost is replaced when one is needed.
  for (const one of [pool, readers]) one.on('error', () => undefined);
  const names = createStatementNames();
  const listener = new PostgresListener(async () => {
    const client = new Client(config);
    client.on('error', () => undefined);
    await client.connect();
    return client;
  });
  const watched = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    try {
      const value = await work();
      state.isWritable = true;
      return value;
    } catch (cause) {
      if (isUnreachable(cause)) state.isWritable = false;
      throw explained(cause);
    }
  };
  const pooled = sessionOver(readers as Pick<ClientBase, 'query'>, names);
  const read: PostgresConnection = {
    rows: (sql, ...parameters) => watched(() => pooled.rows(sql, ...parameters)),
    run: (sql, ...parameters) => watched(() => pooled.run(sql, ...parameters)),
  };
  const transact: Transact = (work) => watched(() => repeating(() => transactOver(pool, names)(work)));
  let closing: Promise<void> | undefined;
  return {
    kind: 'postgres',
    read,
    get isWritable() {
      return state.isWritable;
    },
    write: (work) => transact(work),
    migrate: (migrations) => applyPostgresMigrations(transact, migrations),
    connections: () => [figuresOf('write', pool), figuresOf('read', readers)],
    listen: (channel, told) => watched(() => listener.listen(channel, told)),
    close: () =>
      (closing ??= Promise.all([listener.close(), pool.end(), readers.end()]).then(() => undefined)),
  };
};
