import { Worker } from 'node:worker_threads';
import type { ScanTask } from './scan-worker.ts';
import type { Asked, TimedPage } from './sql-entity-scan.ts';

/** Scans entities beside the event loop. */
export interface ScanThread {
  scan(tenant: string, asked: Asked): Promise<TimedPage>;
  close(): Promise<void>;
}

type Answer =
  { readonly id: number; readonly scanned: TimedPage } | { readonly id: number; readonly failure: unknown };

class WorkerScans implements ScanThread {
  readonly #databaseFile: string;
  readonly #waiting = new Map<number, PromiseWithResolvers<TimedPage>>();
  #worker: Worker | undefined;
  #lastId = 0;

  constructor(databaseFile: string) {
    this.#databaseFile = databaseFile;
  }

  scan(tenant: string, asked: Asked): Promise<TimedPage> {
    const waiting = Promise.withResolvers<TimedPage>();
    this.#lastId += 1;
    const task: ScanTask = { id: this.#lastId, tenant, asked };
    this.#waiting.set(task.id, waiting);
    const worker = this.#thread();
    // The process lives on while someone waits, and no longer.
    worker.ref();
    worker.postMessage(task);
    return waiting.promise;
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #thread(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = new Worker(new URL('./scan-worker.ts', import.meta.url), {
      workerData: this.#databaseFile,
    });
    worker.on('message', (answer: Answer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if (this.#waiting.size === 0) worker.unref();
      if ('scanned' in answer) waiting?.resolve(answer.scanned);
      else waiting?.reject(answer.failure);
    });
    // The next scan starts a new thread.
    worker.on('error', (cause) => {
      this.#fail(cause);
    });
    worker.on('exit', () => {
      this.#fail(new Error('The thread that scans has ended.'));
    });
    this.#worker = worker;
    return worker;
  }

  #fail(cause: unknown): void {
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(cause);
    this.#waiting.clear();
  }
}

/** A thread over the database in `databaseFile`; it starts with the first scan. */
export const createScanThread = (databaseFile: string): ScanThread => new WorkerScans(databaseFile);
