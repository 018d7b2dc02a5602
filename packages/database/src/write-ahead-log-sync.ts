import { closeSync, fdatasync, fdatasyncSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

type Done = (failure: Error | undefined) => void;

/** The calls that make a file durable; tests give failing ones. */
export interface DiskSync {
  beside(descriptor: number, done: (failure: Error | null) => void): void;
  atOnce(descriptor: number): void;
}

const thisDisk: DiskSync = { beside: fdatasync, atOnce: fdatasyncSync };

const errorOf = (cause: unknown): Error => (cause instanceof Error ? cause : new Error(String(cause)));

/**
 * Makes committed transactions durable beside the event loop. SQLite writes them to its log without waiting for the
 * disk (synchronous = NORMAL); here the log is synced, and who waits is told. After a failed sync nobody knows what
 * the disk holds, so every later one fails too.
 */
export class WriteAheadLogSync {
  readonly #file: string;
  readonly #disk: DiskSync;
  #descriptor: number | undefined;
  #failure: Error | undefined;
  #isRunning = false;

  constructor(databaseFile: string, disk: DiskSync = thisDisk) {
    this.#file = `${databaseFile}-wal`;
    this.#disk = disk;
  }

  /** Whether a sync is under way; commits wait for its end, so that they become one. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Why a sync failed; from then on nothing can be made durable. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Tells when all that is committed now is on the disk. Not to be called while one is running. */
  run(done: Done): void {
    const descriptor = this.#open();
    if (descriptor === undefined) {
      done(this.#failure);
      return;
    }
    this.#isRunning = true;
    this.#disk.beside(descriptor, (failure) => {
      this.#isRunning = false;
      this.#failure = failure ?? undefined;
      done(this.#failure);
    });
  }

  /** Syncs at once, lets go of the log and returns why that failed. Not to be called while a sync is running. */
  close(): Error | undefined {
    const descriptor = this.#open();
    try {
      if (descriptor !== undefined) this.#disk.atOnce(descriptor);
    } catch (cause) {
      this.#failure = errorOf(cause);
    }
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
    return this.#failure;
  }

  /** The open log; undefined, with the failure, when nothing can be synced. */
  #open(): number | undefined {
    if (this.#failure !== undefined) return undefined;
    if (this.#descriptor !== undefined) return this.#descriptor;
    try {
      this.#descriptor = openSync(this.#file, 'r+');
      // The log's name must survive as well as its content.
      const folder = openSync(dirname(this.#file), 'r');
      fsyncSync(folder);
      closeSync(folder);
    } catch (cause) {
      this.#failure = errorOf(cause);
      return undefined;
    }
    return this.#descriptor;
  }
}
