import type { Problem } from '../mapping/row.ts';

/** A record that was not stored: where it stands and what is wrong with it. */
export interface Refusal extends Problem {
  readonly file: string;
  readonly line: number;
  readonly record: number;
}

/** How often a reason occurred, with the first cases. */
export interface RefusalSummary {
  readonly column: string;
  readonly reason: string;
  readonly count: number;
  readonly examples: readonly Refusal[];
}

interface Collected {
  readonly column: string;
  readonly reason: string;
  count: number;
  readonly examples: Refusal[];
}

const MAX_REASONS = 200;

/** Counts refusals by column and reason and keeps the first examples of each; its memory is bounded. */
export class RefusalCollector {
  readonly #collected = new Map<string, Collected>();
  readonly #examplesPerReason: number;

  constructor(examplesPerReason: number) {
    this.#examplesPerReason = examplesPerReason;
  }

  add(refusal: Refusal): void {
    const key = JSON.stringify([refusal.column, refusal.reason]);
    const known = this.#collected.get(key);
    if (known === undefined) this.#begin(key, refusal);
    else {
      known.count += 1;
      if (known.examples.length < this.#examplesPerReason) known.examples.push(refusal);
    }
  }

  /** Most frequent reason first. */
  summary(): readonly RefusalSummary[] {
    return [...this.#collected.values()].toSorted((a, b) => b.count - a.count);
  }

  /** Reasons beyond the limit are counted together. */
  #begin(key: string, refusal: Refusal): void {
    const isFull = this.#collected.size >= MAX_REASONS;
    const other = isFull ? this.#collected.get('') : undefined;
    if (other !== undefined) other.count += 1;
    else {
      const reason = isFull ? 'other reasons' : refusal.reason;
      const column = isFull ? '' : refusal.column;
      this.#collected.set(isFull ? '' : key, { column, reason, count: 1, examples: [refusal] });
    }
  }
}
