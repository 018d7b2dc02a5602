import { randomUUID } from 'node:crypto';
import type { PostgresConnection, PostgresDatabase } from './postgres.ts';

/** What of a dead process others take over after this time. */
const leaseMs = 15_000;
const prolongMs = 5_000;
/** So long before its end a lease is not relied on any more, as clocks and the network take their time. */
const marginMs = 3_000;

const tableName = /^[a-z][a-z_]*$/u;

/** Columns of a table of leases. */
export const leaseColumns = 'name text PRIMARY KEY, owner text NOT NULL, until timestamptz NOT NULL';

/** Things that one process at a time works on: rows of a table that it prolongs for as long as it lives. */
export class PostgresLeases {
  readonly #database: Pick<PostgresDatabase, 'read'>;
  readonly #table: string;
  readonly #owner = randomUUID();
  /** Until when each lease may be relied on, by the clock of this process that nobody sets. */
  readonly #held = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(database: Pick<PostgresDatabase, 'read'>, table: string) {
    if (!tableName.test(table)) throw new Error(`${table} is no name of a table.`);
    this.#database = database;
    this.#table = table;
  }

  /** Whether the thing is this process' now; a second worker of the same process gets it as little as others do. */
  async take(name: string): Promise<boolean> {
    if (this.#held.has(name)) return false;
    const reliable = performance.now() + leaseMs - marginMs;
    this.#held.set(name, reliable);
    try {
      const taken = await this.#database.read.run(
        `INSERT INTO ${this.#table} AS l (name, owner, until)
         VALUES ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')
         ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until
         WHERE l.until < clock_timestamp() OR l.owner = excluded.owner`,
        name,
        this.#owner,
        leaseMs,
      );
      if (taken === 0) this.#held.delete(name);
      else this.#watch();
      return taken > 0;
    } catch (cause) {
      this.#held.delete(name);
      throw cause;
    }
  }

  holds(name: string): boolean {
    return (this.#held.get(name) ?? 0) > performance.now();
  }

  /** Whether the thing is this process', which it stays until the transaction ends. */
  async holdsWithin(connection: PostgresConnection, name: string): Promise<boolean> {
    const rows = await connection.rows(
      `SELECT 1 FROM ${this.#table} WHERE name = $1 AND owner = $2 FOR SHARE`,
      name,
      this.#owner,
    );
    return rows.length > 0;
  }

  async giveBack(name: string): Promise<void> {
    this.#held.delete(name);
    if (this.#held.size === 0) this.#rest();
    await this.#database.read.run(
      `DELETE FROM ${this.#table} WHERE name = $1 AND owner = $2`,
      name,
      this.#owner,
    );
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
      `UPDATE ${this.#table} SET until = clock_timestamp() + $2 * interval '1 millisecond'
       WHERE owner = $1 AND until > clock_timestamp() RETURNING name`,
      this.#owner,
      leaseMs,
    );
    for (const [name] of rows) if (this.#held.has(String(name))) this.#held.set(String(name), reliable);
  }
}
