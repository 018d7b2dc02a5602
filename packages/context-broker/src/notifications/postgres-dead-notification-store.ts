import type { PostgresConnection, PostgresDatabase } from '@allmende/database';
import type {
  DeadNotification,
  DeadNotificationStore,
  DeadSelection,
  QueueState,
} from './dead-notification-store.ts';
import type { NotificationKind } from './notification-queue.ts';
import { enqueue } from './postgres-notification-queue.ts';

type Row = readonly unknown[];

const kindOf = (value: unknown): NotificationKind => (value === 'sources' ? 'sources' : 'entities');

const columns = `id, kind, tenant, subscription_id, body, attempts, reason, status, queued_at, first_attempt_at,
  last_attempt_at`;

const deadOf = (row: Row): DeadNotification & { readonly body: string } => {
  const [id, kind, tenant, subscriptionId, body, attempts, reason, status, ...times] = row;
  const [queuedAt = 0, firstAttemptAt = 0, lastAttemptAt = 0] = times.map(Number);
  return {
    id: Number(id),
    kind: kindOf(kind),
    tenant: String(tenant),
    subscriptionId: String(subscriptionId),
    body: String(body),
    attempts: Number(attempts),
    reason: String(reason),
    ...(status === null ? {} : { status: Number(status) }),
    queuedAt,
    firstAttemptAt,
    lastAttemptAt,
  };
};

/** Selects by the first three parameters. */
const condition =
  'tenant = $1 AND ($2::text IS NULL OR subscription_id = $2) AND ($3::bigint IS NULL OR id = $3)';

const parametersOf = ({ tenant, subscriptionId = null, id = null }: Partial<Nullable<DeadSelection>>) =>
  [tenant, subscriptionId, id] as const;

type Nullable<Value> = { [Key in keyof Value]: Value[Key] | null };

const list: (read: PostgresConnection) => DeadNotificationStore['list'] =
  (read) =>
  async (selection, { limit, offset }) => {
    const parameters = parametersOf(selection);
    const rows = await read.rows(
      `SELECT ${columns} FROM dead_notifications WHERE ${condition} ORDER BY id DESC LIMIT $4 OFFSET $5`,
      ...parameters,
      limit,
      offset,
    );
    const [[count] = []] = await read.rows(
      `SELECT count(*) FROM dead_notifications WHERE ${condition}`,
      ...parameters,
    );
    return { members: rows.map(deadOf), count: Number(count) };
  };

const sendAgain = async (connection: PostgresConnection, selection: DeadSelection, at: number) => {
  const rows = await connection.rows(
    `DELETE FROM dead_notifications WHERE ${condition} RETURNING ${columns}`,
    ...parametersOf(selection),
  );
  const found = rows.map(deadOf).toSorted((a, b) => a.id - b.id);
  for (const { kind, tenant, subscriptionId, body } of found)
    await enqueue(connection, kind, { tenant, subscriptionId, body, at });
  return found.map(({ kind, tenant, subscriptionId }) => ({ kind, tenant, subscriptionId }));
};

/** The queues of a tenant that have something to tell. */
const states = `
  SELECT * FROM (
    SELECT s.kind, s.tenant, s.id, s.dropped,
      (SELECT count(*) FROM notification_outbox o
       WHERE o.tenant = s.tenant AND o.kind = s.kind AND o.subscription_id = s.id) AS waiting,
      (SELECT count(*) FROM dead_notifications d
       WHERE d.tenant = s.tenant AND d.kind = s.kind AND d.subscription_id = s.id) AS dead,
      f.queued_at, f.attempts, f.next_attempt_at, f.reason
    FROM subscription_states s LEFT JOIN LATERAL
      (SELECT * FROM notification_outbox o
       WHERE o.tenant = s.tenant AND o.kind = s.kind AND o.subscription_id = s.id ORDER BY seq LIMIT 1) f ON true
    WHERE s.tenant = $1 AND ($2::text IS NULL OR s.id = $2)) q
  WHERE waiting + dead + dropped > 0`;

const stateOf = (row: Row): QueueState => {
  const [kind, tenant, id, dropped, waiting, dead, queuedAt, attempts, nextAttemptAt, reason] = row;
  return {
    kind: kindOf(kind),
    tenant: String(tenant),
    subscriptionId: String(id),
    waiting: Number(waiting),
    dead: Number(dead),
    dropped: Number(dropped),
    ...(attempts === null
      ? {}
      : {
          first: {
            queuedAt: Number(queuedAt),
            attempts: Number(attempts),
            nextAttemptAt: Number(nextAttemptAt),
            ...(reason === null ? {} : { reason: String(reason) }),
          },
        }),
  };
};

/** Dead notifications in the tables of migration postgres-0002-subscriptions. */
export const createPostgresDeadNotificationStore = (database: PostgresDatabase): DeadNotificationStore => ({
  list: list(database.read),
  find: async (tenant, id) => {
    const [row] = await database.read.rows(
      `SELECT ${columns} FROM dead_notifications WHERE ${condition}`,
      ...parametersOf({ tenant, id }),
    );
    return row === undefined ? undefined : deadOf(row);
  },
  sendAgain: (selection, at) => database.write((connection) => sendAgain(connection, selection, at)),
  discard: (selection) =>
    database.read.run(`DELETE FROM dead_notifications WHERE ${condition}`, ...parametersOf(selection)),
  queues: async ({ tenant, subscriptionId = null }, { limit, offset }) => {
    const rows = await database.read.rows(
      `${states} ORDER BY id COLLATE "C", kind LIMIT $3 OFFSET $4`,
      tenant,
      subscriptionId,
      limit,
      offset,
    );
    const [[count] = []] = await database.read.rows(
      `SELECT count(*) FROM (${states}) c`,
      tenant,
      subscriptionId,
    );
    return { members: rows.map(stateOf), count: Number(count) };
  },
});
