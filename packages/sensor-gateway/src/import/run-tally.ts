import type { OpenSource } from '../source/open-source.ts';
import type { Counts, ImportOptions, ImportReport } from './import-options.ts';
import { type Refusal, RefusalCollector, type RefusalSummary } from './refusals.ts';

const none: Counts = { records: 0, stored: 0, passedOver: 0, refused: 0 };

/** What happened in a run over several files. */
export class RunTally {
  readonly #options: ImportOptions;
  readonly #sources: readonly OpenSource[];
  readonly #collector: RefusalCollector;
  readonly #notes = new Map<string, number>();
  readonly #startMs: number;
  #file = '';
  #before: Counts = none;
  #current: Counts = none;
  /** Records that earlier runs dealt with. */
  #earlierRecords = 0;

  constructor(options: ImportOptions, sources: readonly OpenSource[], examplesPerReason: number) {
    this.#options = options;
    this.#sources = sources;
    this.#collector = new RefusalCollector(examplesPerReason);
    this.#startMs = options.clock.now();
  }

  get refusals(): readonly RefusalSummary[] {
    return this.#collector.summary();
  }

  get notes(): ImportReport['notes'] {
    return [...this.#notes].map(([text, count]) => ({ text, count }));
  }

  /** Begins the next file. */
  begin(file: string, earlier: Counts): void {
    this.#file = file;
    this.#before = sum(this.#before, this.#current);
    this.#current = earlier;
    this.#earlierRecords += earlier.records;
  }

  refused(refusal: Refusal): void {
    this.#collector.add(refusal);
    this.#options.onRefusal?.(refusal);
  }

  note(text: string): void {
    this.#notes.set(text, (this.#notes.get(text) ?? 0) + 1);
  }

  /** Tells how far the run is, with the counts of the current file. */
  progress(counts: Counts): void {
    this.#current = counts;
    const { records, stored, refused } = sum(this.#before, counts);
    const seconds = (this.#options.clock.now() - this.#startMs) / 1000;
    this.#options.onProgress?.({
      file: this.#file,
      bytesRead: total(this.#sources.map((source) => source.bytesRead())),
      totalBytes: total(this.#sources.map((source) => source.totalBytes)),
      records,
      stored,
      refused,
      recordsPerSecond: seconds === 0 ? 0 : (records - this.#earlierRecords) / seconds,
    });
  }
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

const sum = (a: Counts, b: Counts): Counts => ({
  records: a.records + b.records,
  stored: a.stored + b.stored,
  passedOver: a.passedOver + b.passedOver,
  refused: a.refused + b.refused,
});
