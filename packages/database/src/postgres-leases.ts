import { randomUUID } from 'node:crypto';
import type { PostgresConnection, PostgresDatabase } from './postgres.ts';

/** What of a dead process others take over after this time. */
const leaseMs = 15_000;
const lease = `${String(leaseMs)} * interval '1 millisecond'`;
const prolongMs = 5_000;
/** So long before its end a lease is not relied on any more, as clocks and the network take their time. */
const marginMs = 3_000;

const sqlName = /^[a-z][a-z_]*$/u;

/** Columns of a table of leases on things of one name. */
export const leaseColumns = 'name text PRIMARY KEY, owner text NOT NULL, until timestamptz NOT NULL';

const textOf = (thing: readonly string[]): string => thing.join('\n');

/** Things that one process at a time works on: rows of a table that it prolongs for as long as it lives. */
export class PostgresLeases {
  readonly #database: Pick<PostgresDatabase, 'read'>;
  readonly #table: string;
  /** What names a thing, as SQL lists it. */
  readonly #columns: string;
  /** The parameters of these; the first one is the owner. */
  readonly #places: string;
  readonly #isOwn: string;
  readonly #owner = randomUUID();
  /** Until when each lease may be relied on, by the clock of this process that nobody sets. */
  readonly #held = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  /** `columns` name a thing together, and are the primary key of the table. */
  constructor(
    database: Pick<PostgresDatabase, 'read'>,
    table: string,
    columns: readonly string[] = ['name'],
  ) {
    for (const name of [table, ...columns])
      if (!sqlName.test(name)) throw new Error(`${name} is no name of a table or column.`);
    this.#database = database;
    this.#table = table;
    this.#columns = columns.join(', ');
    this.#places = columns.map((_, index) => `$${String(index + 2)}`).join(', ');
    this.#isOwn = `owner = $1 AND (${this.#columns}) = (${this.#places})`;
  }

  /** Whether the thing is this process' now; a second worker of the same process gets it as little as others do. */
  async take(...thing: readonly string[]): Promise<boolean> {
    const text = textOf(thing);
    if (this.#held.has(text)) return false;
    const reliable = performance.now() + leaseMs - marginMs;
    this.#held.set(text, reliable);
    try {
      const taken = await this.#database.read.run(
        `INSERT INTO ${this.#table} AS l (owner, until, ${this.#columns})
         VALUES ($1, clock_timestamp() + ${lease}, ${this.#places})
         ON CONFLICT (${this.#columns}) DO UPDATE SET owner = excluded.owner, until = excluded.until
         WHERE l.until < clock_timestamp() OR l.owner = excluded.owner`,
        this.#owner,
        ...thing,
      );
      if (taken === 0) this.#held.delete(text);
      else this.#watch();
      return taken > 0;
    } catch (cause) {
      this.#held.delete(text);
      throw cause;
    }
  }

  holds(...thing: readonly string[]): boolean {
    return (this.#held.get(textOf(thing)) ?? 0) > performance.now();
  }

  /** Whether the thing is this process', which it stays until the transaction ends. */
  async holdsWithin(connection: PostgresConnection, ...thing: readonly string[]): Promise<boolean> {
    const own = `SELECT 1 FROM ${this.#table} WHERE ${this.#isOwn} FOR SHARE`;
    return (await connection.rows(own, this.#owner, ...thing)).length > 0;
  }

  async giveBack(...thing: readonly string[]): Promise<void> {
    this.#held.delete(textOf(thing));
    if (this.#held.size === 0) this.#rest();
    await this.#database.read.run(`DELETE FROM ${this.#table} WHERE ${this.#isOwn}`, this.#owner, ...thing);
  }

  #watch(): void {
    this.#timer ??= setInterval(() => {
      // A database that is away cannot be told; the leases run out then.
      this.#prolong().catch(() => undefined);
    }, prolongMs).unref();
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #prolong(): Promise<void> {
    const reliable = performance.now() + leaseMs - marginMs;
    const rows = await this.#database.read.rows(
      `UPDATE ${this.#table} SET until = clock_timestamp() + ${lease}
       WHERE owner = $1 AND until > clock_timestamp() RETURNING ${this.#columns}`,
      this.#owner,
    );
    for (const row of rows) {
      const text = textOf(row.map(String));
      if (this.#held.has(text)) this.#held.set(text, reliable);
    }
  }
}
