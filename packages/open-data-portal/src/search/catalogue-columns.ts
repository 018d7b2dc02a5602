import type { RecordKind, RecordState } from '../catalogue/catalogue-record.ts';
import {
  facetNames,
  type CatalogueQuery,
  type FacetName,
  type FacetValue,
} from '../catalogue/catalogue-store.ts';
import type { Bbox } from '../catalogue/bounding-box.ts';
import type { SearchDocument } from './search-document.ts';
import { SortedList } from './sorted-list.ts';

/** What an entry is narrowed, counted and sorted by. */
export interface CatalogueRow extends Pick<SearchDocument, 'facets' | 'boxes' | 'sortTitle'> {
  /** Number of the entry in its database. */
  readonly seq: number;
  readonly tenant: string;
  readonly kind: RecordKind;
  readonly state: RecordState;
  readonly createdAt: string;
  readonly modifiedAt: string;
}

interface Entry extends Omit<CatalogueRow, 'facets'> {
  /** Numbers of values, by the place of the facet in `facetNames`. */
  readonly values: readonly (readonly number[])[];
}

/** Numbers for the values of a facet, which take less room than the values and are counted faster. */
class Numbering {
  readonly #numbers = new Map<string, number>();
  readonly values: string[] = [];

  of(value: string): number {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    this.#numbers.set(value, this.values.length);
    return this.values.push(value) - 1;
  }

  known(value: string): number | undefined {
    return this.#numbers.get(value);
  }
}

const ascending = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const orders = {
  modified: (one: Entry, other: Entry) => ascending(other.modifiedAt, one.modifiedAt) || one.seq - other.seq,
  created: (one: Entry, other: Entry) => ascending(other.createdAt, one.createdAt) || one.seq - other.seq,
  title: (one: Entry, other: Entry) => ascending(one.sortTitle, other.sortTitle) || one.seq - other.seq,
};

class TenantColumns {
  readonly numberings = facetNames.map(() => new Numbering());
  readonly sorted = {
    modified: new SortedList(orders.modified),
    created: new SortedList(orders.created),
    title: new SortedList(orders.title),
  };

  add(entry: Entry): void {
    for (const list of Object.values(this.sorted)) list.add(entry);
  }

  remove(entry: Entry): void {
    for (const list of Object.values(this.sorted)) list.remove(entry);
  }

  entryOf({ facets, ...row }: CatalogueRow): Entry {
    const values = facetNames.map((name, at) =>
      facets.filter(([facet]) => facet === name).map(([, value]) => this.numberings[at]?.of(value) ?? -1),
    );
    return { ...row, values };
  }
}

/** What a search found: the entries of its page in order, and counts over all. */
export interface Selected {
  readonly seqs: readonly number[];
  readonly count: number;
  readonly facets: Readonly<Partial<Record<FacetName, readonly FacetValue[]>>>;
}

/** Most values of a facet that are told. */
const mostValues = 200;

const touches = (boxes: readonly Bbox[], [west, south, east, north]: Bbox): boolean =>
  boxes.some((box) => box[0] <= east && box[2] >= west && box[1] <= north && box[3] >= south);

type Test = (entry: Entry) => boolean;

/** All conditions of a query but its facets. */
const testOf = ({ kinds, states, bbox, modifiedSince }: CatalogueQuery): Test => {
  const tests: Test[] = [];
  if (kinds !== undefined) tests.push(({ kind }) => kinds.includes(kind));
  if (states !== undefined) tests.push(({ state }) => states.includes(state));
  if (bbox !== undefined) tests.push(({ boxes }) => touches(boxes, bbox));
  if (modifiedSince !== undefined) tests.push(({ modifiedAt }) => modifiedAt >= modifiedSince);
  return (entry) => tests.every((test) => test(entry));
};

interface Choice {
  /** Place of the facet in `facetNames`. */
  readonly at: number;
  readonly numbers: ReadonlySet<number>;
}

const choicesOf = ({ facets = {} }: CatalogueQuery, numberings: readonly Numbering[]): readonly Choice[] =>
  facetNames.flatMap((name, at) => {
    const chosen = facets[name] ?? [];
    const numbers = chosen
      .map((value) => numberings[at]?.known(value))
      .filter((known) => known !== undefined);
    return chosen.length === 0 ? [] : [{ at, numbers: new Set(numbers) }];
  });

/** Counts the values of the facets asked for. */
class Counters {
  readonly #counts: readonly { readonly name: FacetName; readonly at: number; readonly counts: Int32Array }[];
  readonly #numberings: readonly Numbering[];

  constructor(asked: readonly FacetName[], numberings: readonly Numbering[]) {
    this.#numberings = numberings;
    this.#counts = asked.map((name) => {
      const at = facetNames.indexOf(name);
      return { name, at, counts: new Int32Array(numberings[at]?.values.length ?? 0) };
    });
  }

  /** For an entry that fails one choice alone, only the facet of that choice counts. */
  count({ values }: Entry, failed: number | undefined): void {
    for (const { at, counts } of this.#counts) {
      if (failed !== undefined && failed !== at) continue;
      for (const number of values[at] ?? []) counts[number] = (counts[number] ?? 0) + 1;
    }
  }

  told(): Selected['facets'] {
    return Object.fromEntries(
      this.#counts.map(({ name, at, counts }) => {
        const values = this.#numberings[at]?.values ?? [];
        const found = values.flatMap((value, number) => {
          const count = counts[number] ?? 0;
          return count === 0 ? [] : [{ value, count }];
        });
        found.sort((one, other) => other.count - one.count || ascending(one.value, other.value));
        return [name, found.slice(0, mostValues)];
      }),
    );
  }
}

/**
 * The entries of all tenants by column, in memory: narrows, counts and sorts a catalogue in one pass. Text is left to the
 * database, which says what matches.
 */
export class CatalogueColumns {
  readonly #tenants = new Map<string, TenantColumns>();
  readonly #entries = new Map<number, Entry>();

  put(row: CatalogueRow): void {
    this.drop(row.seq);
    const columns = this.#tenants.get(row.tenant) ?? new TenantColumns();
    this.#tenants.set(row.tenant, columns);
    const entry = columns.entryOf(row);
    this.#entries.set(row.seq, entry);
    columns.add(entry);
  }

  drop(seq: number): void {
    const entry = this.#entries.get(seq);
    if (entry === undefined) return;
    this.#entries.delete(seq);
    this.#tenants.get(entry.tenant)?.remove(entry);
  }

  /** `matches`: what the text of the query matches, best first; all entries if it has none. */
  select(query: CatalogueQuery, matches?: readonly number[]): Selected {
    const columns = this.#tenants.get(query.tenant);
    if (columns === undefined) return { seqs: [], count: 0, facets: {} };
    const choices = choicesOf(query, columns.numberings);
    const counters = new Counters(query.count ?? [], columns.numberings);
    const isWanted = testOf(query);
    const { limit, offset } = query;
    const seqs: number[] = [];
    let count = 0;
    for (const entry of this.#candidates(query, columns, matches)) {
      if (!isWanted(entry)) continue;
      const failed = choices.filter(
        ({ at, numbers }) => !(entry.values[at] ?? []).some((one) => numbers.has(one)),
      );
      if (failed.length > 1) continue;
      counters.count(entry, failed[0]?.at);
      if (failed.length === 1) continue;
      if (count >= offset && seqs.length < limit) seqs.push(entry.seq);
      count += 1;
    }
    return { seqs, count, facets: counters.told() };
  }

  #candidates(
    { sort = 'relevance', tenant }: CatalogueQuery,
    { sorted }: TenantColumns,
    matches: readonly number[] | undefined,
  ): Iterable<Entry> {
    if (matches === undefined) return sorted[sort === 'relevance' ? 'modified' : sort].items;
    const entries = matches.flatMap((seq) => {
      const entry = this.#entries.get(seq);
      return entry?.tenant === tenant ? [entry] : [];
    });
    return sort === 'relevance' ? entries : entries.sort(orders[sort]);
  }
}
