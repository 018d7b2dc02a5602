import { createHash } from 'node:crypto';
import type { PostgresConnection } from '@allmende/database';
import { columnsOf, type Series } from './series.ts';

/** The kinds of history rows in table history_series, to which other processes may add at any time. */
export interface PostgresSeriesDictionary {
  /** The numbers of series by the text of their columns; new ones are made within the running transaction. */
  keysOf(connection: PostgresConnection, columns: Iterable<string>): Promise<ReadonlyMap<string, number>>;
  /** Series by their numbers, as rows that the connection sees name them. */
  find(connection: PostgresConnection, keys: Iterable<number>): Promise<ReadonlyMap<number, Series>>;
}

const maxKnown = 20_000;

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

const namesIn = (text: string) => {
  const columns = columnsOf(text);
  const names = (isAsked: (observed: number) => boolean): readonly string[] => [
    ...new Set(columns.filter(({ observed }) => isAsked(observed)).map(({ attribute }) => attribute)),
  ];
  return { attributes: names(() => true), observed: names((observed) => observed !== 0) };
};

class SeriesOfDatabase implements PostgresSeriesDictionary {
  /** Committed ones. */
  readonly #keys = new Map<string, number>();
  readonly #series = new Map<number, Series>();
  /** Made by transactions that may still be rolled back. */
  readonly #made = new WeakMap<PostgresConnection, Map<string, number>>();

  async keysOf(
    connection: PostgresConnection,
    columns: Iterable<string>,
  ): Promise<ReadonlyMap<string, number>> {
    const keys = new Map<string, number>();
    // In order, so that transactions which make the same ones wait for each other in no circle.
    const texts = [...new Set(columns)].toSorted();
    const own = this.#made.get(connection);
    const take = (text: string): void => {
      const key = this.#keys.get(text) ?? own?.get(text);
      if (key !== undefined) keys.set(text, key);
    };
    texts.forEach(take);
    const missing = texts.filter((text) => !keys.has(text));
    if (missing.length > 0) {
      await this.#look(connection, missing);
      missing.forEach(take);
    }
    for (const text of texts) if (!keys.has(text)) keys.set(text, await this.#make(connection, text));
    return keys;
  }

  async find(connection: PostgresConnection, keys: Iterable<number>): Promise<ReadonlyMap<number, Series>> {
    const found = new Map<number, Series>();
    const missing: number[] = [];
    for (const key of new Set(keys)) {
      const series = this.#series.get(key);
      if (series === undefined) missing.push(key);
      else found.set(key, series);
    }
    if (missing.length === 0) return found;
    const rows = await connection.rows(
      'SELECT key, columns FROM history_series WHERE key = ANY($1::int[])',
      missing,
    );
    if (this.#series.size > maxKnown) this.#series.clear();
    const made = new Set(this.#made.get(connection)?.values());
    for (const [key, columns] of rows) {
      const series: Series = { key: Number(key), columns: columnsOf(String(columns)) };
      found.set(series.key, series);
      if (!made.has(series.key)) this.#series.set(series.key, series);
    }
    return found;
  }

  /** Remembers what others have made; what this transaction made is known apart. */
  async #look(connection: PostgresConnection, texts: readonly string[]): Promise<void> {
    const rows = await connection.rows(
      'SELECT key, columns FROM history_series WHERE digest = ANY($1::bytea[])',
      texts.map(digestOf),
    );
    if (this.#keys.size > maxKnown) this.#keys.clear();
    const own = this.#made.get(connection);
    for (const [key, columns] of rows)
      if (own?.has(String(columns)) !== true) this.#keys.set(String(columns), Number(key));
  }

  /** Waits for a transaction that makes the same. */
  async #make(connection: PostgresConnection, text: string): Promise<number> {
    const { attributes, observed } = namesIn(text);
    const [made] = await connection.rows(
      `INSERT INTO history_series (digest, columns, attributes, observed) VALUES ($1, $2, $3, $4)
       ON CONFLICT (digest) DO NOTHING RETURNING key`,
      digestOf(text),
      text,
      attributes,
      observed,
    );
    if (made === undefined) {
      await this.#look(connection, [text]);
      return this.#keys.get(text) ?? this.#make(connection, text);
    }
    const own = this.#made.get(connection) ?? new Map<string, number>();
    this.#made.set(connection, own.set(text, Number(made[0])));
    return Number(made[0]);
  }
}

/** The series of one database, for all its stores. */
export const createPostgresSeriesDictionary = (): PostgresSeriesDictionary => new SeriesOfDatabase();
