import { PostgresLeases, type PostgresConnection, type PostgresDatabase } from '@allmende/database';
import type {
  AttemptOutcome,
  NotificationKind,
  NotificationQueue,
  PendingNotification,
  QueuedNotification,
  QueueKey,
} from './notification-queue.ts';

/** Most notifications that wait for one subscription, as soon as somebody works on its queue; older ones give way. */
const maxPending = 1000;
/** Most dead notifications that are kept, of one subscription and in all. */
const [maxDead, maxDeadInAll] = [100, 10_000];

const ofQueue = 'WHERE tenant = $1 AND kind = $2 AND subscription_id = $3';
const ofState = 'WHERE tenant = $1 AND kind = $2 AND id = $3';

const placeOf = (kind: NotificationKind, { tenant, subscriptionId }: QueueKey) =>
  [tenant, kind, subscriptionId] as const;

/**
 * Puts a notification at the end of its queue. Its number is drawn after the entity that it tells of is locked, so the
 * numbers of one entity follow its changes.
 */
export const enqueue = async (
  connection: PostgresConnection,
  kind: NotificationKind,
  { body, at, startsPause, ...key }: QueuedNotification,
): Promise<void> => {
  await connection.run(
    `INSERT INTO notification_outbox (tenant, kind, subscription_id, body, queued_at, next_attempt_at)
     VALUES ($1, $2, $3, $4, $5, $5)`,
    ...placeOf(kind, key),
    body,
    at,
  );
  if (startsPause !== true) return;
  await connection.run(
    `UPDATE subscription_states SET last_queued = $4 ${ofState}`,
    ...placeOf(kind, key),
    at,
  );
};

/** What waits in a queue beyond its bound gives way; only who works on the queue may do that. */
const trim = async (connection: PostgresConnection, kind: NotificationKind, key: QueueKey): Promise<void> => {
  const dropped = await connection.run(
    `DELETE FROM notification_outbox ${ofQueue} AND seq <=
       (SELECT seq FROM notification_outbox ${ofQueue} ORDER BY seq DESC LIMIT 1 OFFSET $4)`,
    ...placeOf(kind, key),
    maxPending,
  );
  if (dropped === 0) return;
  await connection.run(
    `UPDATE subscription_states SET dropped = dropped + $4 ${ofState}`,
    ...placeOf(kind, key),
    dropped,
  );
};

/** Keeps a notification that is given up among the dead ones. */
const bury = async (
  connection: PostgresConnection,
  kind: NotificationKind,
  pending: PendingNotification,
  { at, reason, status }: AttemptOutcome,
): Promise<void> => {
  const place = placeOf(kind, pending);
  await connection.run(
    `INSERT INTO dead_notifications
       (tenant, kind, subscription_id, body, attempts, reason, status, queued_at, first_attempt_at, last_attempt_at)
     SELECT tenant, kind, subscription_id, body, attempts + 1, $5::text, $6::int, queued_at,
       coalesce(first_attempt_at, $7::bigint), $7::bigint
     FROM notification_outbox ${ofQueue} AND seq = $4`,
    ...place,
    pending.seq,
    reason,
    status ?? null,
    at,
  );
  await connection.run(
    `DELETE FROM dead_notifications ${ofQueue} AND id <=
       (SELECT id FROM dead_notifications ${ofQueue} ORDER BY id DESC LIMIT 1 OFFSET $4)`,
    ...place,
    maxDead,
  );
  await connection.run(
    `DELETE FROM dead_notifications WHERE (tenant, id) IN
       (SELECT tenant, id FROM dead_notifications WHERE id <=
         (SELECT id FROM dead_notifications ORDER BY id DESC LIMIT 1 OFFSET $1)
        ORDER BY id FOR UPDATE SKIP LOCKED)`,
    maxDeadInAll,
  );
};

const record = async (
  connection: PostgresConnection,
  kind: NotificationKind,
  pending: PendingNotification,
  outcome: AttemptOutcome,
): Promise<void> => {
  const { at, isDelivered, retryAt, reason } = outcome;
  const place = placeOf(kind, pending);
  await connection.run(
    `UPDATE subscription_states SET times_sent = times_sent + 1, times_failed = times_failed + $4::int,
       last_notification = greatest(last_notification, $5::bigint),
       last_success = CASE $4::int WHEN 0 THEN greatest(last_success, $5::bigint) ELSE last_success END,
       last_failure = CASE $4::int WHEN 1 THEN greatest(last_failure, $5::bigint) ELSE last_failure END ${ofState}`,
    ...place,
    isDelivered ? 0 : 1,
    at,
  );
  const one = `${ofQueue} AND seq = $4`;
  if (retryAt === undefined) {
    if (!isDelivered) await bury(connection, kind, pending, outcome);
    await connection.run(`DELETE FROM notification_outbox ${one}`, ...place, pending.seq);
    return;
  }
  await connection.run(
    `UPDATE notification_outbox SET attempts = attempts + 1, next_attempt_at = $5::bigint, reason = $6,
       first_attempt_at = coalesce(first_attempt_at, $7::bigint) ${one}`,
    ...place,
    pending.seq,
    retryAt,
    reason,
    at,
  );
};

/** Goes from queue to queue by the primary key, so that what waits behind the first of a queue is not read. */
const dueQuery = `
  WITH RECURSIVE heads AS (
    (SELECT tenant, kind, subscription_id, seq, next_attempt_at FROM notification_outbox
     ORDER BY tenant, kind, subscription_id, seq LIMIT 1)
    UNION ALL
    SELECT n.* FROM heads h CROSS JOIN LATERAL
      (SELECT tenant, kind, subscription_id, seq, next_attempt_at FROM notification_outbox o
       WHERE (o.tenant, o.kind, o.subscription_id) > (h.tenant, h.kind, h.subscription_id)
       ORDER BY o.tenant, o.kind, o.subscription_id, o.seq LIMIT 1) n)
  SELECT h.tenant, h.subscription_id FROM heads h
  WHERE h.kind = $1 AND h.next_attempt_at <= $2 AND NOT EXISTS
    (SELECT 1 FROM notification_leases l WHERE l.tenant = h.tenant AND l.kind = h.kind
       AND l.subscription_id = h.subscription_id AND l.until > clock_timestamp())
  ORDER BY h.next_attempt_at, h.seq LIMIT $3`;

const pendingOf = (
  { tenant, subscriptionId }: QueueKey,
  [seq, body, attempts, nextAttemptAt]: readonly unknown[],
): PendingNotification => ({
  seq: Number(seq),
  tenant,
  subscriptionId,
  body: String(body),
  attempts: Number(attempts),
  nextAttemptAt: Number(nextAttemptAt),
});

type Queue = NotificationQueue<PostgresConnection>;

const createReads = (
  { read }: PostgresDatabase,
  kind: NotificationKind,
): Pick<Queue, 'due' | 'first' | 'totals'> => ({
  due: async (at, limit) => {
    const rows = await read.rows(dueQuery, kind, at, limit);
    return rows.map(([tenant, id]) => ({ tenant: String(tenant), subscriptionId: String(id) }));
  },
  first: async (key) => {
    const [row] = await read.rows(
      `SELECT seq, body, attempts, next_attempt_at FROM notification_outbox ${ofQueue} ORDER BY seq LIMIT 1`,
      ...placeOf(kind, key),
    );
    return row === undefined ? undefined : pendingOf(key, row);
  },
  totals: async () => {
    const [row = []] = await read.rows(
      `SELECT (SELECT count(*) FROM notification_outbox WHERE kind = $1),
         (SELECT count(*) FROM dead_notifications WHERE kind = $1),
         (SELECT coalesce(sum(dropped), 0)::bigint FROM subscription_states WHERE kind = $1)`,
      kind,
    );
    const [waiting = 0, dead = 0, dropped = 0] = row.map(Number);
    return { waiting, dead, dropped };
  },
});

/**
 * The queues of one kind in the tables of migration postgres-0002-subscriptions, for any number of processes: who
 * works on a queue has a lease on it, which a process prolongs for as long as it lives.
 */
export const createPostgresNotificationQueue = (
  database: PostgresDatabase,
  kind: NotificationKind,
): Queue => {
  const leases = new PostgresLeases(database, 'notification_leases', ['tenant', 'kind', 'subscription_id']);
  return {
    ...createReads(database, kind),
    enqueue: (notification) => database.write((connection) => enqueue(connection, kind, notification)),
    enqueueWithin: (connection, notification) => enqueue(connection, kind, notification),
    // The lock makes writers whose changes one subscription may be told of follow one another.
    lastQueuedWithin: async (connection, tenant, subscriptionId) => {
      const [[last] = []] = await connection.rows(
        `SELECT last_queued FROM subscription_states ${ofState} FOR UPDATE`,
        ...placeOf(kind, { tenant, subscriptionId }),
      );
      return last === null || last === undefined ? undefined : Number(last);
    },
    claim: async (key) => {
      if (!(await leases.take(...placeOf(kind, key)))) return false;
      await database.write((connection) => trim(connection, kind, key));
      return true;
    },
    holds: (key) => leases.holds(...placeOf(kind, key)),
    release: (key) => leases.giveBack(...placeOf(kind, key)),
    discard: async (pending) => {
      await database.read.run(
        `DELETE FROM notification_outbox ${ofQueue} AND seq = $4`,
        ...placeOf(kind, pending),
        pending.seq,
      );
    },
    record: (pending, outcome) => database.write((connection) => record(connection, kind, pending, outcome)),
    startPeriod: async (key, { at, notSince }) => {
      const started = await database.read.run(
        `UPDATE subscription_states SET last_period = $4 ${ofState}
         AND (last_period IS NULL OR last_period <= $5)`,
        ...placeOf(kind, key),
        at,
        notSince,
      );
      return started > 0;
    },
  };
};
