import type { JsonObject } from '@allmende/kernel';
import { cleanText } from './notation.ts';
import { createFinding, type Finding } from './finding.ts';

/** How often a field was filled in the export, and where it went. */
export interface FieldSummary {
  readonly field: string;
  mapped: number;
  extras: number;
  /** Values that say nothing, such as 0 for "not sticky"; they are counted here only. */
  readonly ordinary: Record<string, number>;
}

export type FieldSummaries = Map<string, FieldSummary>;

const summaryOf = (summaries: FieldSummaries, field: string): FieldSummary => {
  const known = summaries.get(field);
  if (known !== undefined) return known;
  const fresh: FieldSummary = { field, mapped: 0, extras: 0, ordinary: {} };
  summaries.set(field, fresh);
  return fresh;
};

const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? cleanText(value) : JSON.stringify(value);
};

/**
 * The fields of one entry of an export. What nobody takes, or what is put back, ends in the extras: no filled field
 * is lost.
 */
export class ExportFields {
  readonly #values: ReadonlyMap<string, string>;
  readonly #taken = new Set<string>();
  readonly #ordinary = new Set<string>();
  readonly #summaries: FieldSummaries;
  readonly #distribution: Finding['distribution'];
  readonly findings: Finding[] = [];

  constructor(
    entry: JsonObject,
    place: { readonly summaries: FieldSummaries; readonly distribution?: Finding['distribution'] },
  ) {
    const texts = Object.entries(entry).map(([name, value]): [string, string] => [name, textOf(value)]);
    this.#values = new Map(texts.filter(([, text]) => text !== ''));
    this.#summaries = place.summaries;
    this.#distribution = place.distribution;
  }

  get filled(): number {
    return this.#values.size;
  }

  /** The value, which stays for the extras. */
  see(name: string): string | undefined {
    return this.#values.get(name);
  }

  /** The value, which the caller puts into the record. */
  take(name: string): string | undefined {
    this.#taken.add(name);
    return this.#values.get(name);
  }

  /** Takes a value if `read` understands it; else it goes to the extras with a finding. */
  read<T>(
    name: string,
    read: (text: string) => T | undefined,
    code: 'unknown-value' | 'invalid-value' = 'invalid-value',
  ): T | undefined {
    const text = this.#values.get(name);
    if (text === undefined) return undefined;
    const value = read(text);
    if (value === undefined) this.find(code, name);
    else this.#taken.add(name);
    return value;
  }

  /** Values that say nothing are counted, others go to the extras. */
  dropOrdinary(name: string, ordinary: string | undefined): void {
    if (ordinary !== undefined && this.#values.get(name) === ordinary) this.#ordinary.add(name);
  }

  /** Leaves a field for the extras after all. */
  putBack(name: string): void {
    this.#taken.delete(name);
  }

  find(
    code: Finding['code'],
    field?: string,
    value = field === undefined ? undefined : this.see(field),
  ): void {
    this.findings.push(
      createFinding(code, {
        ...(field === undefined ? {} : { field }),
        ...(value === undefined ? {} : { value }),
        ...(this.#distribution === undefined ? {} : { distribution: this.#distribution }),
      }),
    );
  }

  /** What goes to the extras; counts where each field went, so it is called once, at the end. */
  extras(): Readonly<Record<string, string>> {
    const extras: Record<string, string> = {};
    for (const [name, text] of this.#values) {
      const summary = summaryOf(this.#summaries, name);
      if (this.#ordinary.has(name)) summary.ordinary[text] = (summary.ordinary[text] ?? 0) + 1;
      else if (this.#taken.has(name)) summary.mapped += 1;
      else {
        summary.extras += 1;
        extras[name] = text;
      }
    }
    return extras;
  }
}
