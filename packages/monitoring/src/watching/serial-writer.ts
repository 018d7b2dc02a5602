import type { MaybePromise } from '@allmende/kernel';

type Write<Transaction> = <Value>(work: (transaction: Transaction) => Promise<Value>) => Promise<Value>;

interface Waiting<Transaction> {
  run(transaction: Transaction): Promise<void>;
  succeed(): void;
  fail(cause: unknown): void;
}

/**
 * Runs works in the order in which they are given. What is given in one turn of the event loop, and while a transaction
 * runs, shares the next one; when that fails, all of it fails.
 */
export class SerialWriter<Transaction> {
  readonly #begin: Write<Transaction>;
  #waiting: Waiting<Transaction>[] = [];
  #isRunning = false;

  /** `begin` runs a work in a transaction. */
  constructor(begin: Write<Transaction>) {
    this.#begin = begin;
  }

  write = <Value>(work: (transaction: Transaction) => MaybePromise<Value>): Promise<Value> =>
    new Promise<Value>((resolve, reject) => {
      const kept: { value?: Value } = {};
      this.#waiting.push({
        run: async (transaction) => {
          kept.value = await work(transaction);
        },
        succeed: () => {
          resolve(kept.value as Value);
        },
        fail: reject,
      });
      if (!this.#isRunning) void this.#run();
    });

  async #run(): Promise<void> {
    this.#isRunning = true;
    // What is given in the same turn goes along.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0);
      try {
        await this.#begin(async (transaction) => {
          for (const one of batch) await one.run(transaction);
        });
        for (const { succeed } of batch) succeed();
      } catch (cause) {
        for (const { fail } of batch) fail(cause);
      }
    }
    this.#isRunning = false;
  }
}
