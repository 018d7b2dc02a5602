import { closeSync, fdatasync, fdatasyncSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

type Done = (failure: Error | undefined) => void;

/**
 * Makes committed transactions durable beside the event loop. SQLite writes them to its log without waiting for the
 * disk (synchronous = NORMAL); here the log is synced, and who waits is told. After a failed sync nobody knows what
 * the disk holds, so every later one fails too.
 */
export class WriteAheadLogSync {
  readonly #file: string;
  #descriptor: number | undefined;
  #failure: Error | undefined;
  #isRunning = false;

  constructor(databaseFile: string) {
    this.#file = `${databaseFile}-wal`;
  }

  /** Whether a sync is under way; commits wait for its end, so that they become one. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Tells when all that is committed now is on the disk. Not to be called while one is running. */
  run(done: Done): void {
    if (this.#failure !== undefined) {
      done(this.#failure);
      return;
    }
    this.#isRunning = true;
    fdatasync(this.#open(), (failure) => {
      this.#isRunning = false;
      this.#failure = failure ?? undefined;
      done(this.#failure);
    });
  }

  /** Syncs at once and lets go of the log. */
  close(): void {
    if (this.#descriptor === undefined) return;
    fdatasyncSync(this.#descriptor);
    closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #open(): number {
    if (this.#descriptor !== undefined) return this.#descriptor;
    this.#descriptor = openSync(this.#file, 'r+');
    // The log's name must survive as well as its content.
    const folder = openSync(dirname(this.#file), 'r');
    fsyncSync(folder);
    closeSync(folder);
    return this.#descriptor;
  }
}
