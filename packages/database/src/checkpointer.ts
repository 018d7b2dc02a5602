import type { StatementSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import type { Connection } from './database.ts';

export interface CheckpointerOptions {
  readonly databaseFile: string;
  /** The connection that writes; it goes on while the log is copied. */
  readonly writer: Connection;
  /** Pages in the log that are worth a copy. */
  readonly copyFrom?: number;
}

/** Reading the state of the log costs some microseconds, so not every commit does. */
const commitsPerLook = 32;

/** 64 MiB: pages that are written again and again are copied once. */
const pagesWorthCopying = 16_384;

/**
 * Keeps the write-ahead log short: a thread copies it into the database, which takes long, while the event loop goes
 * on. Then the log starts anew with the next commit; what writers added meanwhile is little, and is copied at once.
 */
export class Checkpointer {
  readonly #options: Required<CheckpointerOptions>;
  #state: StatementSync | undefined;
  #worker: Worker | undefined;
  #isCopying = false;
  #isCopied = false;
  #commits = 0;

  constructor(options: CheckpointerOptions) {
    this.#options = { copyFrom: pagesWorthCopying, ...options };
  }

  /** To be called after each commit, outside of any transaction. */
  onCommit(): void {
    try {
      this.#restartWhenCopied();
      if (!this.#isWorthCopying()) return;
    } catch {
      // What is committed lies in the log, whole; only the log grows on. The next look tries again.
      return;
    }
    this.#isCopying = true;
    this.#thread().postMessage('copy');
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #restartWhenCopied(): void {
    if (!this.#isCopied) return;
    this.#isCopied = false;
    this.#options.writer.prepare('PRAGMA wal_checkpoint(RESTART)').get();
  }

  #isWorthCopying(): boolean {
    this.#commits += 1;
    if (this.#isCopying || this.#commits % commitsPerLook !== 0) return false;
    this.#state ??= this.#options.writer.prepare('PRAGMA wal_checkpoint(NOOP)');
    const { log, checkpointed } = this.#state.get() ?? {};
    return Number(log) - Number(checkpointed) >= this.#options.copyFrom;
  }

  #thread(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = new Worker(new URL('./checkpoint-worker.ts', import.meta.url), {
      workerData: this.#options.databaseFile,
    });
    worker.on('message', () => {
      this.#isCopying = false;
      this.#isCopied = true;
    });
    // Without the thread SQLite copies the log by itself, within commits.
    worker.on('error', () => {
      const { raw } = this.#options.writer;
      if (raw.isOpen) raw.exec('PRAGMA wal_autocheckpoint = 8000');
    });
    worker.unref();
    this.#worker = worker;
    return worker;
  }
}
