import type { MaybePromise } from '@allmende/kernel';
import type { CataloguePage, CatalogueQuery } from '../catalogue/catalogue-store.ts';
import type { CatalogueRecord } from '../catalogue/catalogue-record.ts';
import { CatalogueColumns, type CatalogueRow } from './catalogue-columns.ts';
import { understandText, type KnownWords, type SoughtWord } from './text-query.ts';

/** What changed in the catalogue since a number, in the order of their commits. */
export interface CatalogueNews {
  readonly rows: readonly CatalogueRow[];
  /** Numbers of entries that are gone. */
  readonly removed: readonly number[];
  /** Number of the last change of these; the same as before if there is none. */
  readonly last: number;
}

/** What a search needs of the database. */
export interface SearchSource {
  readonly knownWords: KnownWords;
  newsSince(change: number): MaybePromise<CatalogueNews>;
  /** Entries of all tenants that have the words, best first unless they are more than `mostRanked`. */
  matches(words: readonly SoughtWord[], mostRanked: number): MaybePromise<readonly number[]>;
  /** Entries in the order of their numbers; those that are gone are left out. */
  records(seqs: readonly number[]): MaybePromise<readonly CatalogueRecord[]>;
}

/** Words that so many entries have say little of one of them; the newest come first then. */
const mostRanked = 20_000;

/** Search over columns in memory, which follow the database, and its full text. */
export class CatalogueSearch {
  readonly #source: SearchSource;
  readonly #columns = new CatalogueColumns();
  #seen = 0;
  #following: Promise<void> = Promise.resolve();

  constructor(source: SearchSource) {
    this.#source = source;
  }

  async #follow(): Promise<void> {
    const { rows, removed, last } = await this.#source.newsSince(this.#seen);
    for (const row of rows) this.#columns.put(row);
    for (const seq of removed) this.#columns.drop(seq);
    this.#seen = last;
  }

  async search(query: CatalogueQuery): Promise<CataloguePage> {
    // One after the other, as each begins where the one before ended.
    const followed = this.#following.then(() => this.#follow());
    this.#following = followed.catch(() => undefined);
    const words = await understandText(query.text ?? '', this.#source.knownWords);
    const matches = words.length === 0 ? undefined : await this.#source.matches(words, mostRanked);
    await followed;
    const isRanked = matches === undefined || matches.length <= mostRanked;
    const asked =
      isRanked || (query.sort ?? 'relevance') !== 'relevance'
        ? query
        : { ...query, sort: 'modified' as const };
    const { seqs, count, facets } = this.#columns.select(asked, matches);
    return { records: await this.#source.records(seqs), count, facets };
  }
}
