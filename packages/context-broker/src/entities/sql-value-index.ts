import type { Connection, Database } from '@allmende/database';
import { setTimeout } from 'node:timers/promises';
import type { Clock, Logger } from '@allmende/kernel';
import { comparableValues } from '../query-language/matches.ts';
import type { StoredEntity } from './entity-document.ts';
import type { AttributeInstance, Entity } from './entity.ts';
import { nameInDocument, storedEntityOfRow } from './sql-entity-row.ts';
import { pksInRange, type ValueRange } from './sql-value-range.ts';

/** Both states of an entity around a write. */
export interface EntityStates {
  readonly before?: StoredEntity | undefined;
  readonly after?: Entity | undefined;
}

/**
 * An index over the values of those attributes whose filters keep scanning. It learns by itself, in pieces between
 * other work, and forgets what was not used for longest when there are too many.
 */
export interface ValueIndex {
  /** Pks of entities with a value in the range; undefined for more than `limit`, or when the attribute is not learned. */
  candidates(tenant: string, range: ValueRange, limit: number): readonly number[] | undefined;
  /**
   * Resolves when none of these attributes is being learned any more, or after some seconds: a query that waits for
   * the index is answered sooner than one that scans, which would also hold up the learning.
   */
  learning(tenant: string, names: readonly string[]): Promise<void>;
  /** Tells that a query scanned for this attribute, and for how long; learns it when that happens again. */
  missed(tenant: string, name: string, tookMs: number): void;
  /** Tells that queries of another process have used the index over this attribute. */
  used(tenant: string, name: string): void;
  /** Follows a write, within its transaction. */
  update(connection: Connection, tenant: string, pk: number, states: EntityStates): void;
  /** Resolves when nothing is being learned. */
  settled(): Promise<void>;
}

interface Learned {
  readonly key: number;
  readonly tenant: string;
  readonly name: string;
  isReady: boolean;
  usedAt: number;
  /** Resolves when the index is filled. */
  readonly filled: PromiseWithResolvers<void>;
  /** Changes that it followed since a query last used it. */
  unusedWrites: number;
}

/** What `learned_attributes.is_ready` says: still being filled, in use, or given up and being emptied. */
const stateOf = { filling: 0, ready: 1, forgotten: 2 } as const;

const maxLearned = 32;
const missesToLearn = 2;
/** Entities that are read in one piece; some 50 ms of work. */
const pieceSize = 10_000;
/** How long other work waits for the learning at least and at most, in turn. */
const shortestMs = 10;
const longestMs = 5000;
/**
 * Following so many changes costs more than the scan that a query would need again: an index that nobody asks meanwhile
 * is given up.
 */
const writesWithoutUse = 50_000;
/** Values that are removed in one piece. */
const forgetSize = 2000;
/** How long a query waits for an index that is being learned. */
const patienceMs = 10_000;
/** So many scans may pass in one pause for learning, but no more than this; it ends them for good. */
const scansWorth = 8;
const longestStartMs = 500;

const isIndexable = (value: unknown): value is number | string =>
  typeof value === 'number' || typeof value === 'string';

const valuesOf = (instances: readonly AttributeInstance[] | undefined): ReadonlySet<number | string> =>
  new Set((instances ?? []).flatMap((instance) => comparableValues(instance).filter(isIndexable)));

/** Tenant, and pks: above the first, up to the second. */
type Span = readonly [tenant: string, after: number, upTo: number];

const keyOf = (tenant: string, name: string): string => `${tenant}\n${name}`;

class SqlValueIndex implements ValueIndex {
  readonly #parts: { readonly database: Database; readonly clock: Clock; readonly logger: Logger };
  readonly #misses = new Map<string, number>();
  /** Attributes that are about to be learned, or whose values are still being removed. */
  readonly #changing = new Set<string>();
  #learned: Map<string, Learned> | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: { readonly database: Database; readonly clock: Clock; readonly logger: Logger }) {
    this.#parts = parts;
  }

  /** Read when first needed, as the tables come with the migrations. */
  #all(): Map<string, Learned> {
    if (this.#learned !== undefined) return this.#learned;
    const learned = new Map<string, Learned>();
    for (const row of this.#parts.database.read.prepare('SELECT * FROM learned_attributes').all()) {
      const entry: Learned = {
        key: Number(row['key']),
        tenant: String(row['tenant']),
        name: String(row['name']),
        isReady: row['is_ready'] === stateOf.ready,
        usedAt: this.#parts.clock.now(),
        unusedWrites: 0,
        filled: Promise.withResolvers(),
      };
      if (row['is_ready'] === stateOf.forgotten) {
        this.#changing.add(keyOf(entry.tenant, entry.name));
        this.#track(this.#empty(entry));
        continue;
      }
      learned.set(keyOf(entry.tenant, entry.name), entry);
      if (!entry.isReady) this.#queue(entry);
    }
    this.#learned = learned;
    return learned;
  }

  candidates(tenant: string, range: ValueRange, limit: number): readonly number[] | undefined {
    const learned = this.#all().get(keyOf(tenant, range.name));
    if (learned?.isReady !== true) return undefined;
    this.#use(learned);
    return pksInRange(this.#parts.database.read, learned.key, { range, limit });
  }

  #use(learned: Learned): void {
    learned.usedAt = this.#parts.clock.now();
    learned.unusedWrites = 0;
  }

  used(tenant: string, name: string): void {
    const learned = this.#all().get(keyOf(tenant, name));
    if (learned !== undefined) this.#use(learned);
  }

  async learning(tenant: string, names: readonly string[]): Promise<void> {
    const waiting = names.flatMap((name) => {
      const learned = this.#all().get(keyOf(tenant, name));
      return learned === undefined || learned.isReady ? [] : [learned.filled.promise];
    });
    if (waiting.length === 0) return;
    await Promise.race([Promise.all(waiting), setTimeout(patienceMs, undefined, { ref: false })]);
  }

  missed(tenant: string, name: string, tookMs: number): void {
    const key = keyOf(tenant, name);
    if (this.#all().has(key) || this.#changing.has(key)) return;
    const misses = (this.#misses.get(key) ?? 0) + 1;
    if (this.#misses.size > 1000) this.#misses.clear();
    this.#misses.set(key, misses);
    if (misses !== missesToLearn) return;
    this.#misses.delete(key);
    this.#track(this.#learn(tenant, name, tookMs));
  }

  update(connection: Connection, tenant: string, pk: number, { before, after }: EntityStates): void {
    for (const learned of this.#all().values()) {
      if (learned.tenant !== tenant) continue;
      const next = after?.attributes[learned.name];
      if (before?.holds(learned.name, next) === true) continue;
      if (learned.isReady && (learned.unusedWrites += 1) > writesWithoutUse) this.#forgetUnused(learned);
      const values = valuesOf(next);
      for (const value of valuesOf(before?.instancesOf(learned.name))) {
        if (values.has(value)) continue;
        connection
          .prepare('DELETE FROM entity_values WHERE attribute = ? AND value = ? AND pk = ?')
          .run(learned.key, value, pk);
      }
      this.#insert(connection, learned, pk, values);
    }
  }

  #insert(connection: Connection, { key }: Learned, pk: number, values: ReadonlySet<number | string>): void {
    for (const value of values) {
      connection.prepare('INSERT OR IGNORE INTO entity_values VALUES (?, ?, ?)').run(key, value, pk);
    }
  }

  async #learn(tenant: string, name: string, scanMs: number): Promise<void> {
    const key = keyOf(tenant, name);
    this.#changing.add(key);
    try {
      // Without a pause unless one is needed: queries of this very turn find that it is being learned.
      if (this.#all().size >= maxLearned) await this.#forgetOldest();
      const { learned, last } = await this.#start(tenant, name, scanMs);
      await this.#fill(learned, last);
    } finally {
      this.#changing.delete(key);
    }
  }

  /** Takes an attribute in and begins to fill its index; a failure leaves neither, and lets those go on who wait. */
  async #start(
    tenant: string,
    name: string,
    scanMs: number,
  ): Promise<{ readonly learned: Learned; readonly last: number | undefined }> {
    const begun = this.#parts.database.write((connection) => {
      const { lastInsertRowid } = connection
        .prepare('INSERT INTO learned_attributes (tenant, name, is_ready) VALUES (?, ?, 0)')
        .run(tenant, name);
      const entry: Learned = {
        key: Number(lastInsertRowid),
        tenant,
        name,
        isReady: false,
        usedAt: this.#parts.clock.now(),
        unusedWrites: 0,
        filled: Promise.withResolvers(),
      };
      this.#all().set(keyOf(tenant, name), entry);
      // At once, as the queries that already wait would scan again and again before another turn comes.
      return {
        learned: entry,
        last: this.#fillFor(connection, entry, 0, Math.min(scansWorth * scanMs, longestStartMs)),
      };
    });
    try {
      return await begun;
    } catch (cause) {
      const key = keyOf(tenant, name);
      this.#all().get(key)?.filled.resolve();
      this.#all().delete(key);
      throw cause;
    }
  }

  /** Goes on after a pk until all entities are read; undefined when they are. Nobody waits for one that fails. */
  async #fill(learned: Learned, from: number | undefined): Promise<void> {
    try {
      await this.#fillAll(learned, from);
      learned.isReady = true;
    } finally {
      learned.filled.resolve();
    }
    this.#parts.logger.info('attribute index is learned', {
      attribute: learned.name,
      tenant: learned.tenant,
    });
  }

  async #fillAll(learned: Learned, from: number | undefined): Promise<void> {
    let last = from;
    let endedAt = performance.now();
    while (last !== undefined) {
      // As much time as the others had since: under load the index, which takes the load away, does not starve.
      const budgetMs = Math.min(Math.max(performance.now() - endedAt, shortestMs), longestMs);
      const after: number = last;
      last = await this.#parts.database.write((connection) =>
        this.#fillFor(connection, learned, after, budgetMs),
      );
      endedAt = performance.now();
    }
  }

  #fillFor(connection: Connection, learned: Learned, from: number, budgetMs: number): number | undefined {
    const startedAt = performance.now();
    let last: number | undefined = from;
    while (last !== undefined && performance.now() - startedAt < budgetMs) {
      last = this.#fillPiece(connection, learned, last);
    }
    return last;
  }

  /** The pk to go on after, or undefined at the end. */
  #fillPiece(connection: Connection, learned: Learned, after: number): number | undefined {
    const upTo = connection
      .prepare('SELECT pk FROM entities WHERE pk > ? ORDER BY pk LIMIT 1 OFFSET ?')
      .get(after, pieceSize - 1)?.['pk'];
    const span = [learned.tenant, after, Number(upTo ?? Number.MAX_SAFE_INTEGER)] as const;
    const path = `$."${nameInDocument(learned.name)}"`;
    // One plain value, as nearly all are, is taken by SQL, in the order of the index; a number as the double that
    // JavaScript makes of its text, which beyond 2^53 is another than the integer that SQLite reads.
    const { changes } = connection
      .prepare(
        `INSERT OR IGNORE INTO entity_values
         SELECT ?, CASE type WHEN 'integer' THEN CAST(value AS REAL) ELSE value END, pk FROM (
           SELECT pk, json_extract(doc, ?) AS value, json_type(doc, ?) AS type FROM entities
           WHERE tenant = ? AND pk > ? AND pk <= ? AND doc IS NOT NULL)
         WHERE type IN ('integer', 'real', 'text') ORDER BY value`,
      )
      .run(learned.key, `${path}.value`, `${path}.value`, ...span);
    if (Number(changes) < this.#countOf(connection, span)) this.#fillOthers(connection, learned, span);
    if (upTo !== undefined) return Number(upTo);
    connection.prepare('UPDATE learned_attributes SET is_ready = 1 WHERE key = ?').run(learned.key);
    return undefined;
  }

  #countOf(connection: Connection, span: Span): number {
    const [row] = connection.rows(
      'SELECT count(*) FROM entities WHERE tenant = ? AND pk > ? AND pk <= ? AND doc IS NOT NULL',
      ...span,
    );
    return Number(row?.[0]);
  }

  /** Attributes with several values, or with one that is not plain. */
  #fillOthers(connection: Connection, learned: Learned, span: Span): void {
    const path = `$."${nameInDocument(learned.name)}"`;
    const others = connection
      .prepare(
        `SELECT pk, doc, sys FROM entities WHERE tenant = ? AND pk > ? AND pk <= ?
         AND json_type(doc, ?) IS NOT NULL
         AND coalesce(json_type(doc, ?), '') NOT IN ('integer', 'real', 'text')`,
      )
      .all(...span, path, `${path}.value`);
    for (const row of others) {
      const values = valuesOf(storedEntityOfRow(row).instancesOf(learned.name));
      this.#insert(connection, learned, Number(row['pk']), values);
    }
  }

  async #forgetOldest(): Promise<void> {
    const [oldest] = [...this.#all().values()].toSorted((a, b) => a.usedAt - b.usedAt);
    if (oldest !== undefined) await this.#forget(oldest);
  }

  #forgetUnused(learned: Learned): void {
    learned.unusedWrites = 0;
    // In a turn of its own, as this one's transaction still follows the index.
    setImmediate(() => {
      this.#track(this.#forget(learned));
    });
  }

  /** Once that is durable neither queries nor writes know the index; its values go in pieces. */
  async #forget(learned: Learned): Promise<void> {
    const key = keyOf(learned.tenant, learned.name);
    if (this.#all().get(key) !== learned) return;
    await this.#parts.database.write((connection) => {
      connection
        .prepare('UPDATE learned_attributes SET is_ready = ? WHERE key = ?')
        .run(stateOf.forgotten, learned.key);
    });
    this.#all().delete(key);
    this.#changing.add(key);
    this.#parts.logger.info('attribute index is given up', {
      attribute: learned.name,
      tenant: learned.tenant,
    });
    await this.#empty(learned);
  }

  async #empty({ key, tenant, name }: Learned): Promise<void> {
    let left = true;
    while (left) {
      left = await this.#parts.database.write((connection) => {
        const { changes } = connection
          .prepare(
            `DELETE FROM entity_values WHERE (attribute, value, pk) IN
             (SELECT attribute, value, pk FROM entity_values WHERE attribute = ? LIMIT ?)`,
          )
          .run(key, forgetSize);
        if (changes > 0) return true;
        connection.prepare('DELETE FROM learned_attributes WHERE key = ?').run(key);
        return false;
      });
    }
    this.#changing.delete(keyOf(tenant, name));
  }

  #queue(entry: Learned): void {
    this.#track(this.#fill(entry, 0));
  }

  #track(work: Promise<void>): void {
    const safe = work.catch((cause: unknown) => {
      this.#parts.logger.warn('attribute index could not be learned', { cause });
    });
    this.#work = Promise.all([this.#work, safe]).then(() => undefined);
  }

  settled(): Promise<void> {
    return this.#work;
  }
}

/** The index over the tables of migration 0002-value-index. */
export const createSqlValueIndex = (parts: {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
}): ValueIndex => new SqlValueIndex(parts);
