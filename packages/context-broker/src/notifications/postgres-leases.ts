import type { PostgresDatabase } from '@allmende/database';
import type { NotificationKind, QueueKey } from './notification-queue.ts';

/** A dead process' queues are taken over by others after this time. */
const leaseMs = 15_000;
const prolongMs = 5_000;
/** So long before its end a lease is not relied on any more, as clocks and the network take their time. */
const marginMs = 3_000;

const textOf = ({ tenant, subscriptionId }: QueueKey): string => `${tenant}\n${subscriptionId}`;

/** The queues that one process works on: rows of `notification_leases` that it prolongs for as long as it lives. */
export class PostgresLeases {
  readonly #database: PostgresDatabase;
  readonly #kind: NotificationKind;
  readonly #owner: string;
  /** Until when each lease may be relied on, by the clock of this process that nobody sets. */
  readonly #held = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(database: PostgresDatabase, kind: NotificationKind, owner: string) {
    this.#database = database;
    this.#kind = kind;
    this.#owner = owner;
  }

  /** Whether the queue is this process' now; a second worker of the same process gets it as little as others do. */
  async take(key: QueueKey): Promise<boolean> {
    const text = textOf(key);
    if (this.#held.has(text)) return false;
    const reliable = performance.now() + leaseMs - marginMs;
    this.#held.set(text, reliable);
    try {
      const taken = await this.#database.read.run(
        `INSERT INTO notification_leases AS l (tenant, kind, subscription_id, owner, until)
         VALUES ($1, $2, $3, $4, clock_timestamp() + $5 * interval '1 millisecond')
         ON CONFLICT (tenant, kind, subscription_id) DO UPDATE SET owner = excluded.owner, until = excluded.until
         WHERE l.until < clock_timestamp() OR l.owner = excluded.owner`,
        key.tenant,
        this.#kind,
        key.subscriptionId,
        this.#owner,
        leaseMs,
      );
      if (taken === 0) this.#held.delete(text);
      else this.#watch();
      return taken > 0;
    } catch (cause) {
      this.#held.delete(text);
      throw cause;
    }
  }

  holds(key: QueueKey): boolean {
    return (this.#held.get(textOf(key)) ?? 0) > performance.now();
  }

  async giveBack(key: QueueKey): Promise<void> {
    this.#held.delete(textOf(key));
    if (this.#held.size === 0) this.#rest();
    await this.#database.read.run(
      `DELETE FROM notification_leases
       WHERE tenant = $1 AND kind = $2 AND subscription_id = $3 AND owner = $4`,
      key.tenant,
      this.#kind,
      key.subscriptionId,
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
      `UPDATE notification_leases SET until = clock_timestamp() + $3 * interval '1 millisecond'
       WHERE owner = $1 AND kind = $2 AND until > clock_timestamp() RETURNING tenant, subscription_id`,
      this.#owner,
      this.#kind,
      leaseMs,
    );
    for (const [tenant, id] of rows) {
      const text = textOf({ tenant: String(tenant), subscriptionId: String(id) });
      if (this.#held.has(text)) this.#held.set(text, reliable);
    }
  }
}
