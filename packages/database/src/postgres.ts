import type { Migration } from './database.ts';

/** Where statements of PostgreSQL are run. Integers of 64 bits come as numbers, JSON as its text, arrays as arrays. */
export interface PostgresConnection {
  /** All rows as arrays of their columns; statements that come again are prepared by the server. */
  rows(sql: string, ...parameters: readonly unknown[]): Promise<readonly (readonly unknown[])[]>;
  /** Answers how many rows were touched. */
  run(sql: string, ...parameters: readonly unknown[]): Promise<number>;
}

/** How the connections of a kind are used now. */
export interface ConnectionFigures {
  readonly kind: 'read' | 'write';
  readonly open: number;
  /** Of the open ones. */
  readonly idle: number;
  /** Works that wait for a connection. */
  readonly waiting: number;
}

/**
 * A PostgreSQL database, shared with other processes.
 *
 * Guarantees: `write` runs the work in one transaction (READ COMMITTED) and resolves after its commit; a work that
 * throws leaves no trace. A transaction that the server gave up for the sake of others (serialisation failure,
 * deadlock) is made again, so a work has no effect but on its connection, and reads through nothing else. Where the
 * server cannot be reached, all reject with `database-unreachable`.
 */
export interface PostgresDatabase {
  readonly kind: 'postgres';
  /** Any connection: committed state. */
  readonly read: PostgresConnection;
  /** False as long as the server cannot be reached. */
  readonly isWritable: boolean;
  write<Value>(work: (connection: PostgresConnection) => Promise<Value>): Promise<Value>;
  /** Under a lock of the database, so that many processes may start at once. */
  migrate(migrations: readonly Migration[]): Promise<void>;
  /**
   * Calls the listener with the payload of each NOTIFY, those of this process included. After the connection was lost
   * and found again it is told '', as something may have been missed. Resolves when it listens; to what ends it.
   */
  listen(channel: string, listener: (payload: string) => void): Promise<() => Promise<void>>;
  /** None where all share one within the process. */
  connections(): readonly ConnectionFigures[];
  /** Resolves when running statements are done; later ones reject. */
  close(): Promise<void>;
}

/** A connection that runs scripts too: several statements without parameters. */
export interface PostgresSession extends PostgresConnection {
  script(sql: string): Promise<void>;
}

/** Runs a work in a transaction of its own. */
export type Transact = <Value>(work: (session: PostgresSession) => Promise<Value>) => Promise<Value>;
