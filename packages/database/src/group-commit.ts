import { DomainError } from '@allmende/kernel';
import type { Connection } from './database.ts';
import type { Checkpointer } from './checkpointer.ts';
import { databaseClosed, storageFailed, storageFull } from './problems.ts';
import type { WriteAheadLogSync } from './write-ahead-log-sync.ts';

interface Waiting {
  readonly settle: () => void;
  readonly fail: (cause: unknown) => void;
}

type Guard = <Value>(work: (connection: Connection) => Value) => Value;

const rolledBack = (): Error => new Error('SQLite rolled the transaction back.');

const notDurable = (cause: Error): DomainError =>
  new DomainError(
    storageFailed,
    `The disk did not keep what was written (${cause.message}). Nothing more is written until the server is restarted on a sound disk.`,
    { cause },
  );

/** SQLITE_FULL */
const fullCode = 13;

/** What a writer is told of a failure: a full disk is no defect, and ends when there is room again. */
const told = (cause: unknown): unknown =>
  cause instanceof Error && 'errcode' in cause && cause.errcode === fullCode
    ? new DomainError(storageFull, 'There is no room for the change on the disk; nothing of it was kept.', {
        cause,
      })
    : cause;

/**
 * Group commit: writes run at once inside a transaction that they share. It ends with this turn of the event loop, or,
 * while the disk is busy with the one before, as soon as that is durable; then its writers are told.
 */
export class GroupCommit {
  readonly #connection: Connection;
  readonly #log: WriteAheadLogSync;
  readonly #checkpointer: Checkpointer;
  #waiting: Waiting[] = [];
  /** Committed, and not yet known to be on the disk. */
  #syncing: readonly Waiting[] = [];
  /** Told when the sync that is under way has ended. */
  #onIdle: (() => void) | undefined;
  #isClosed = false;

  constructor(
    connection: Connection,
    parts: { readonly log: WriteAheadLogSync; readonly checkpointer: Checkpointer },
  ) {
    this.#connection = connection;
    this.#log = parts.log;
    this.#checkpointer = parts.checkpointer;
  }

  write<Value>(work: (connection: Connection) => Value, guard: Guard = this.#guarded): Promise<Value> {
    return new Promise((resolve, reject) => {
      try {
        this.#refuseUnlessUsable();
        this.#begin();
        const value = guard.call(this, work) as Value;
        this.#waiting.push({
          settle: () => {
            resolve(value);
          },
          fail: reject,
        });
      } catch (cause) {
        reject(told(cause));
      }
    });
  }

  writeChecked<Value>(work: (connection: Connection) => Value): Promise<Value> {
    return this.write(work, this.#unguarded);
  }

  /** For the end of the database: takes no more writes, and resolves when all that were made are settled. */
  async finish(): Promise<void> {
    this.#isClosed = true;
    while (this.#log.isRunning) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
    }
    const group = this.#commit();
    const failure = this.#log.close();
    this.#tell(group, failure);
  }

  #refuseUnlessUsable(): void {
    if (this.#isClosed) throw new DomainError(databaseClosed, 'The server stops and takes no more changes.');
    if (this.#log.failure !== undefined) throw notDurable(this.#log.failure);
  }

  #begin(): void {
    if (this.#connection.raw.isTransaction) return;
    if (this.#waiting.length > 0) throw rolledBack();
    this.#run('BEGIN IMMEDIATE');
    setImmediate(() => {
      if (!this.#log.isRunning) this.#commitAndSync();
    });
  }

  #run(sql: string): void {
    this.#connection.prepare(sql).run();
  }

  #unguarded<Value>(work: (connection: Connection) => Value): Value {
    const changes = this.#changes();
    try {
      return work(this.#connection);
    } catch (cause) {
      // The commit finds the transaction gone and rejects all that wait for it.
      if (this.#changes() !== changes && this.#connection.raw.isTransaction) this.#run('ROLLBACK');
      throw cause;
    }
  }

  #changes(): unknown {
    return this.#connection.prepare('SELECT total_changes() AS n').get()?.['n'];
  }

  #guarded<Value>(work: (connection: Connection) => Value): Value {
    this.#run('SAVEPOINT work');
    try {
      const value = work(this.#connection);
      this.#run('RELEASE work');
      return value;
    } catch (cause) {
      if (this.#connection.raw.isTransaction) {
        this.#connection.raw.exec('ROLLBACK TO work; RELEASE work');
      }
      throw cause;
    }
  }

  #commitAndSync(): void {
    const group = this.#commit();
    if (group.length === 0) return;
    this.#checkpointer.onCommit();
    this.#syncing = group;
    this.#log.run((failure) => {
      const synced = this.#syncing;
      this.#syncing = [];
      this.#tell(synced, failure);
      if (this.#connection.raw.isOpen && this.#hasBegun()) this.#commitAndSync();
      if (!this.#log.isRunning) this.#onIdle?.();
    });
  }

  /** Also when every work of the transaction was refused: an open one would hold the log and the next writers. */
  #hasBegun(): boolean {
    return this.#waiting.length > 0 || this.#connection.raw.isTransaction;
  }

  #tell(group: readonly Waiting[], failure: Error | undefined): void {
    for (const { settle, fail } of group) {
      if (failure === undefined) settle();
      else fail(notDurable(failure));
    }
  }

  /** Ends the transaction; its writers are told of a failure, and returned otherwise. */
  #commit(): readonly Waiting[] {
    if (!this.#connection.raw.isOpen) return [];
    const group = this.#waiting;
    this.#waiting = [];
    try {
      if (this.#connection.raw.isTransaction) this.#run('COMMIT');
      else if (group.length > 0) throw rolledBack();
      return group;
    } catch (cause) {
      if (this.#connection.raw.isTransaction) this.#connection.raw.exec('ROLLBACK');
      for (const { fail } of group) fail(told(cause));
      return [];
    }
  }
}
