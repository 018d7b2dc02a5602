import type { Connection } from '@allmende/database';
import { columnsOf, type Series } from './series.ts';

/** The kinds of history rows in table history_series. */
export interface SeriesDictionary {
  /** The number of the series with these columns, made within the running transaction if it is new. */
  keyOf(connection: Connection, columns: string): number;
  find(key: number): Series | undefined;
  /** All series with a column for one of these attributes (expanded names). */
  withAttribute(attributes: readonly string[]): readonly Series[];
  /** To be called after a rollback, which may have taken new series with it. */
  forget(): void;
  /** Takes up series that another process has made. */
  refresh(): void;
}

class SqlSeriesDictionary implements SeriesDictionary {
  readonly #read: Connection;
  readonly #keys = new Map<string, number>();
  readonly #byKey = new Map<number, Series>();
  readonly #byAttribute = new Map<string, Series[]>();
  #isLoaded = false;
  #lastKey = 0;

  constructor(read: Connection) {
    this.#read = read;
  }

  keyOf(connection: Connection, columns: string): number {
    this.#load();
    const known = this.#keys.get(columns);
    if (known !== undefined) return known;
    const { lastInsertRowid } = connection
      .prepare('INSERT INTO history_series (columns) VALUES (?)')
      .run(columns);
    const key = Number(lastInsertRowid);
    this.#add(key, columns);
    return key;
  }

  find(key: number): Series | undefined {
    this.#load();
    return this.#byKey.get(key);
  }

  withAttribute(attributes: readonly string[]): readonly Series[] {
    this.#load();
    const [first, ...others] = attributes;
    if (first !== undefined && others.length === 0) return this.#byAttribute.get(first) ?? [];
    return [...new Set(attributes.flatMap((name) => this.#byAttribute.get(name) ?? []))];
  }

  forget(): void {
    this.#isLoaded = false;
    this.#lastKey = 0;
    for (const known of [this.#keys, this.#byKey, this.#byAttribute]) known.clear();
  }

  /** Read when first needed, as the table comes with the migrations. */
  #load(): void {
    if (this.#isLoaded) return;
    this.refresh();
  }

  refresh(): void {
    this.#isLoaded = true;
    const rows = this.#read.rows('SELECT key, columns FROM history_series WHERE key > ?', this.#lastKey);
    for (const [key, columns] of rows) this.#add(Number(key), String(columns));
  }

  #add(key: number, text: string): void {
    this.#lastKey = Math.max(this.#lastKey, key);
    const series = { key, columns: columnsOf(text) };
    this.#keys.set(text, key);
    this.#byKey.set(key, series);
    for (const attribute of new Set(series.columns.map((column) => column.attribute))) {
      const known = this.#byAttribute.get(attribute) ?? [];
      known.push(series);
      this.#byAttribute.set(attribute, known);
    }
  }
}

/** The series of one database; `read` sees the committed ones. */
export const createSeriesDictionary = (read: Connection): SeriesDictionary => new SqlSeriesDictionary(read);
