import type { Connection, Database } from '@allmende/database';
import type { SubscriptionTables } from '../subscriptions/sql-subscription-store.ts';
import type {
  AttemptOutcome,
  NotificationQueue,
  PendingNotification,
  QueuedNotification,
  QueueKey,
  QueueTotals,
} from './notification-queue.ts';

/** Most notifications that wait for one subscription; older ones give way. */
const maxPending = 1000;
/** Most dead notifications that are kept, of one subscription and in all. */
const [maxDead, maxDeadInAll] = [100, 10_000];

type Row = Readonly<Record<string, unknown>>;

const keyOf = ({ tenant, subscriptionId }: QueueKey): string => `${tenant}\n${subscriptionId}`;

const pendingOf = (row: Row): PendingNotification => ({
  seq: Number(row['seq']),
  tenant: String(row['tenant']),
  subscriptionId: String(row['subscription_id']),
  body: String(row['body']),
  attempts: Number(row['attempts']),
  nextAttemptAt: Number(row['next_attempt_at']),
});

/** Puts a notification at the end of its queue; see `enqueueWithin`. */
export const enqueue = (
  tables: SubscriptionTables,
  connection: Connection,
  { tenant, subscriptionId, body, at, startsPause }: QueuedNotification,
): void => {
  connection
    .prepare(
      `INSERT INTO ${tables.outbox} (tenant, subscription_id, body, queued_at, next_attempt_at)
       VALUES (?1, ?2, ?3, ?4, ?4)`,
    )
    .run(tenant, subscriptionId, body, at);
  const { changes: dropped } = connection
    .prepare(
      `DELETE FROM ${tables.outbox} WHERE tenant = ?1 AND subscription_id = ?2 AND seq <=
         (SELECT seq FROM ${tables.outbox} WHERE tenant = ?1 AND subscription_id = ?2
          ORDER BY seq DESC LIMIT 1 OFFSET ?3)`,
    )
    .run(tenant, subscriptionId, maxPending);
  if (startsPause === undefined && dropped === 0) return;
  connection
    .prepare(
      `UPDATE ${tables.subscriptions} SET last_queued = coalesce(?3, last_queued), dropped = dropped + ?4
       WHERE tenant = ?1 AND id = ?2`,
    )
    .run(tenant, subscriptionId, startsPause === true ? at : null, dropped);
};

/** Keeps a notification that is given up among the dead ones. */
const bury = (
  { kind, outbox }: SubscriptionTables,
  connection: Connection,
  { seq, tenant, subscriptionId }: PendingNotification,
  { at, reason, status }: AttemptOutcome,
): void => {
  connection
    .prepare(
      `INSERT INTO dead_notifications
         (kind, tenant, subscription_id, body, attempts, reason, status, queued_at, first_attempt_at, last_attempt_at)
       SELECT ?2, tenant, subscription_id, body, attempts + 1, ?3, ?4, queued_at, coalesce(first_attempt_at, ?5), ?5
       FROM ${outbox} WHERE seq = ?1`,
    )
    .run(seq, kind, reason, status ?? null, at);
  connection
    .prepare(
      `DELETE FROM dead_notifications WHERE tenant = ?1 AND subscription_id = ?2 AND kind = ?3 AND id <=
         (SELECT id FROM dead_notifications WHERE tenant = ?1 AND subscription_id = ?2 AND kind = ?3
          ORDER BY id DESC LIMIT 1 OFFSET ?4)`,
    )
    .run(tenant, subscriptionId, kind, maxDead);
  connection
    .prepare(
      `DELETE FROM dead_notifications WHERE id <=
         (SELECT id FROM dead_notifications ORDER BY id DESC LIMIT 1 OFFSET ?)`,
    )
    .run(maxDeadInAll);
};

const book = (
  { subscriptions }: SubscriptionTables,
  connection: Connection,
  { tenant, subscriptionId }: QueueKey,
  { at, isDelivered }: AttemptOutcome,
): void => {
  connection
    .prepare(
      `UPDATE ${subscriptions} SET times_sent = times_sent + 1, times_failed = times_failed + ?3,
         last_notification = ?4, last_success = CASE ?3 WHEN 0 THEN ?4 ELSE last_success END,
         last_failure = CASE ?3 WHEN 1 THEN ?4 ELSE last_failure END WHERE tenant = ?1 AND id = ?2`,
    )
    .run(tenant, subscriptionId, isDelivered ? 0 : 1, at);
};

const record = (
  tables: SubscriptionTables,
  connection: Connection,
  pending: PendingNotification,
  outcome: AttemptOutcome,
): void => {
  const { at, isDelivered, retryAt, reason } = outcome;
  book(tables, connection, pending, outcome);
  if (retryAt === undefined) {
    if (!isDelivered) bury(tables, connection, pending, outcome);
    connection.prepare(`DELETE FROM ${tables.outbox} WHERE seq = ?`).run(pending.seq);
    return;
  }
  connection
    .prepare(
      `UPDATE ${tables.outbox} SET attempts = attempts + 1, next_attempt_at = ?2, reason = ?3,
         first_attempt_at = coalesce(first_attempt_at, ?4) WHERE seq = ?1`,
    )
    .run(pending.seq, retryAt, reason, at);
};

/** Goes from queue to queue by the index, so that what waits behind the first of a queue is not read. */
const dueQuery = ({ outbox }: SubscriptionTables): string => `
  WITH RECURSIVE heads (seq, tenant, id, due_at) AS (
    SELECT * FROM (SELECT seq, tenant, subscription_id, next_attempt_at FROM ${outbox}
      ORDER BY tenant, subscription_id, seq LIMIT 1)
    UNION ALL
    SELECT o.seq, o.tenant, o.subscription_id, o.next_attempt_at FROM heads h JOIN ${outbox} o ON o.seq =
      (SELECT seq FROM ${outbox} WHERE (tenant, subscription_id) > (h.tenant, h.id)
       ORDER BY tenant, subscription_id, seq LIMIT 1))
  SELECT tenant, id FROM heads WHERE due_at <= ? ORDER BY due_at, seq`;

const totals = ({ read }: Database, { kind, subscriptions, outbox }: SubscriptionTables): QueueTotals => {
  const [row = []] = read.rows(
    `SELECT (SELECT count(*) FROM ${outbox}), (SELECT count(*) FROM dead_notifications WHERE kind = ?),
       (SELECT coalesce(sum(dropped), 0) FROM ${subscriptions})`,
    kind,
  );
  const [waiting, dead, dropped] = row.map(Number);
  return { waiting: waiting ?? 0, dead: dead ?? 0, dropped: dropped ?? 0 };
};

/** The queue in the outbox tables; as one process at a time has the database, it keeps in memory who works on what. */
export const createSqlNotificationQueue = (
  database: Database,
  tables: SubscriptionTables,
): NotificationQueue<Connection> => {
  const claimed = new Set<string>();
  return {
    enqueue: (notification) =>
      database.write((connection) => {
        enqueue(tables, connection, notification);
      }),
    enqueueWithin: (connection, notification) => {
      enqueue(tables, connection, notification);
    },
    lastQueuedWithin: (connection, tenant, id) => {
      const row = connection
        .prepare(`SELECT last_queued FROM ${tables.subscriptions} WHERE tenant = ? AND id = ?`)
        .get(tenant, id);
      return typeof row?.['last_queued'] === 'number' ? row['last_queued'] : undefined;
    },
    due: (at, limit) => {
      const found: QueueKey[] = [];
      for (const [tenant, id] of database.read.rows(dueQuery(tables), at)) {
        if (found.length >= limit) break;
        const key = { tenant: String(tenant), subscriptionId: String(id) };
        if (!claimed.has(keyOf(key))) found.push(key);
      }
      return Promise.resolve(found);
    },
    claim: (key) => Promise.resolve(!claimed.has(keyOf(key)) && claimed.add(keyOf(key)).has(keyOf(key))),
    holds: (key) => claimed.has(keyOf(key)),
    release: (key) => {
      claimed.delete(keyOf(key));
      return Promise.resolve();
    },
    first: ({ tenant, subscriptionId }) => {
      const row = database.read
        .prepare(
          `SELECT * FROM ${tables.outbox} WHERE tenant = ? AND subscription_id = ? ORDER BY seq LIMIT 1`,
        )
        .get(tenant, subscriptionId);
      return Promise.resolve(row === undefined ? undefined : pendingOf(row));
    },
    discard: ({ seq }) =>
      database.write((connection) => {
        connection.prepare(`DELETE FROM ${tables.outbox} WHERE seq = ?`).run(seq);
      }),
    record: (pending, outcome) =>
      database.write((connection) => {
        record(tables, connection, pending, outcome);
      }),
    startPeriod: () => Promise.resolve(true),
    totals: () => Promise.resolve(totals(database, tables)),
  };
};
