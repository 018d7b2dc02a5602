import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { DiskSync } from './write-ahead-log-sync.ts';

/**
 * One numbered, append-only schema change. Names are unique across modules: `context-broker/0001-entities`.
 * A database leaves out those without a text in its dialect.
 */
export interface Migration {
  readonly name: string;
  readonly sqlite?: string;
  readonly postgres?: string;
}

/** A prepared-statement source over one connection; statements are cached by their text. */
export interface Connection {
  readonly raw: DatabaseSync;
  prepare(sql: string): StatementSync;
  /** All rows as arrays of their columns, which takes about half the time of objects. */
  rows(sql: string, ...parameters: readonly SQLInputValue[]): readonly (readonly SQLOutputValue[])[];
}

/**
 * The embedded SQLite database (WAL) of one data folder.
 *
 * Guarantees: `write` runs the work at once inside the transaction that all writes of this turn of the
 * event loop share, and resolves after that transaction is committed and synced. A work that throws
 * leaves no trace (savepoint) and rejects alone. `read` sees committed data only. Once the disk has failed
 * to sync, nobody knows what it holds: the writes that waited for it and all later ones reject (`storage-failed`).
 */
export interface Database {
  readonly kind: 'sqlite';
  /** Where the database lies; a thread may open a reader of its own there. */
  readonly file: string;
  /** Read-only connection: committed state. */
  readonly read: Connection;
  /** False once the disk has failed to keep a write. */
  readonly isWritable: boolean;
  write<Value>(work: (connection: Connection) => Value): Promise<Value>;
  /**
   * The same without savepoint, which costs more than a small change, for work that refuses before its first
   * change. If it throws later, which only a broken disk or program makes it do, nothing of this turn is kept
   * and all its writes reject.
   */
  writeChecked<Value>(work: (connection: Connection) => Value): Promise<Value>;
  migrate(migrations: readonly Migration[]): void;
  /** Consistent copy of the running database into a file. */
  backup(file: string): Promise<void>;
  /** Resolves when all writes are settled and the folder is free; later writes reject (`database-closed`). */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Folder of `allmende.sqlite` and its lock; ':memory:' is not supported, tests use a temporary folder. */
  readonly folder: string;
  /** How the log is synced; the system's calls unless given. */
  readonly disk?: DiskSync;
}
