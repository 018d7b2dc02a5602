import type { Connection, Database, Migration } from '@allmende/database';
import { DomainError } from '@allmende/kernel';
import { subscriptionProblems } from './problems.ts';
import type { Subscription } from './subscription.ts';
import type {
  AttemptOutcome,
  PendingNotification,
  QueuedNotification,
  StoredSubscription,
  SubscriptionStore,
} from './subscription-store.ts';

export const subscriptionMigrations: readonly Migration[] = [
  {
    name: 'context-broker/subscriptions-0001',
    sqlite: `
      CREATE TABLE subscriptions (
        seq INTEGER PRIMARY KEY,
        tenant TEXT NOT NULL,
        id TEXT NOT NULL,
        body TEXT NOT NULL,
        times_sent INTEGER NOT NULL DEFAULT 0,
        times_failed INTEGER NOT NULL DEFAULT 0,
        last_notification INTEGER,
        last_success INTEGER,
        last_failure INTEGER,
        last_queued INTEGER,
        UNIQUE (tenant, id)
      ) STRICT;
      CREATE TABLE notification_outbox (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        tenant TEXT NOT NULL,
        subscription_id TEXT NOT NULL,
        body TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        next_attempt_at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX notification_outbox_order ON notification_outbox (tenant, subscription_id, seq);`,
  },
];

/** Where subscriptions of one kind and their notifications are kept. */
export interface SubscriptionTables {
  readonly subscriptions: 'subscriptions' | 'registration_subscriptions';
  readonly outbox: 'notification_outbox' | 'registration_notification_outbox';
}

const entityTables: SubscriptionTables = { subscriptions: 'subscriptions', outbox: 'notification_outbox' };

/** Most notifications that wait for one subscription; older ones give way. */
const maxPending = 1000;

type Row = Readonly<Record<string, unknown>>;

const instant = (value: unknown): string | undefined =>
  value === null ? undefined : new Date(Number(value)).toISOString();

const stored = (row: Row): StoredSubscription => {
  const times = {
    lastNotification: instant(row['last_notification']),
    lastSuccess: instant(row['last_success']),
    lastFailure: instant(row['last_failure']),
  };
  return {
    subscription: JSON.parse(String(row['body'])) as Subscription,
    bookkeeping: {
      timesSent: Number(row['times_sent']),
      timesFailed: Number(row['times_failed']),
      ...(Object.fromEntries(Object.entries(times).filter(([, time]) => time !== undefined)) as Partial<
        Record<keyof typeof times, string>
      >),
    },
  };
};

const notFound = (id: string): DomainError =>
  new DomainError(subscriptionProblems.notFound, `There is no subscription ${id}.`);

const insert = (tables: SubscriptionTables, connection: Connection, subscription: Subscription): void => {
  const { id } = subscription.document;
  const { changes } = connection
    .prepare(`INSERT INTO ${tables.subscriptions} (tenant, id, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`)
    .run(subscription.tenant, id, JSON.stringify(subscription));
  if (Number(changes) === 0)
    throw new DomainError(subscriptionProblems.exists, `There is a subscription ${id} already.`);
};

const enqueue = (
  tables: SubscriptionTables,
  connection: Connection,
  { tenant, subscriptionId, body, at }: QueuedNotification,
): void => {
  connection
    .prepare(
      `INSERT INTO ${tables.outbox} (tenant, subscription_id, body, next_attempt_at) VALUES (?, ?, ?, ?)`,
    )
    .run(tenant, subscriptionId, body, at);
  connection
    .prepare(`UPDATE ${tables.subscriptions} SET last_queued = ? WHERE tenant = ? AND id = ?`)
    .run(at, tenant, subscriptionId);
  connection
    .prepare(
      `DELETE FROM ${tables.outbox} WHERE tenant = ?1 AND subscription_id = ?2 AND seq <=
         (SELECT seq FROM ${tables.outbox} WHERE tenant = ?1 AND subscription_id = ?2
          ORDER BY seq DESC LIMIT 1 OFFSET ?3)`,
    )
    .run(tenant, subscriptionId, maxPending);
};

const record = (
  tables: SubscriptionTables,
  connection: Connection,
  pending: PendingNotification,
  outcome: AttemptOutcome,
): void => {
  const { at, isDelivered, retryAt } = outcome;
  connection
    .prepare(
      `UPDATE ${tables.subscriptions} SET times_sent = times_sent + 1, times_failed = times_failed + ?3,
         last_notification = ?4, last_success = CASE ?3 WHEN 0 THEN ?4 ELSE last_success END,
         last_failure = CASE ?3 WHEN 1 THEN ?4 ELSE last_failure END WHERE tenant = ?1 AND id = ?2`,
    )
    .run(pending.tenant, pending.subscriptionId, isDelivered ? 0 : 1, at);
  if (retryAt === undefined) {
    connection.prepare(`DELETE FROM ${tables.outbox} WHERE seq = ?`).run(pending.seq);
  } else {
    connection
      .prepare(`UPDATE ${tables.outbox} SET attempts = attempts + 1, next_attempt_at = ? WHERE seq = ?`)
      .run(retryAt, pending.seq);
  }
};

const replace = (tables: SubscriptionTables, connection: Connection, subscription: Subscription): void => {
  const { id } = subscription.document;
  const { changes } = connection
    .prepare(`UPDATE ${tables.subscriptions} SET body = ? WHERE tenant = ? AND id = ?`)
    .run(JSON.stringify(subscription), subscription.tenant, id);
  if (Number(changes) === 0) throw notFound(id);
};

const remove = (tables: SubscriptionTables, connection: Connection, tenant: string, id: string): void => {
  const { changes } = connection
    .prepare(`DELETE FROM ${tables.subscriptions} WHERE tenant = ? AND id = ?`)
    .run(tenant, id);
  if (Number(changes) === 0) throw notFound(id);
  connection.prepare(`DELETE FROM ${tables.outbox} WHERE tenant = ? AND subscription_id = ?`).run(tenant, id);
};

const pendingOf = (row: Row): PendingNotification => ({
  seq: Number(row['seq']),
  tenant: String(row['tenant']),
  subscriptionId: String(row['subscription_id']),
  body: String(row['body']),
  attempts: Number(row['attempts']),
});

/** The oldest notification of each subscription, as far as it is due. */
const readDue = (
  connection: Connection,
  tables: SubscriptionTables,
  { at, limit }: { readonly at: number; readonly limit: number },
): readonly PendingNotification[] =>
  connection
    .prepare(
      `SELECT * FROM ${tables.outbox} WHERE next_attempt_at <= ? AND seq IN
         (SELECT min(seq) FROM ${tables.outbox} GROUP BY tenant, subscription_id)
       ORDER BY next_attempt_at LIMIT ?`,
    )
    .all(at, limit)
    .map(pendingOf);

/** What is read outside of transactions. */
const createReads = (
  read: Connection,
  tables: SubscriptionTables,
): Pick<SubscriptionStore<Connection>, 'find' | 'list' | 'count' | 'all'> => ({
  find: (tenant, id) => {
    const row = read
      .prepare(`SELECT * FROM ${tables.subscriptions} WHERE tenant = ? AND id = ?`)
      .get(tenant, id);
    return row === undefined ? Promise.reject(notFound(id)) : Promise.resolve(stored(row));
  },
  list: (tenant, limit, offset) =>
    Promise.resolve(
      read
        .prepare(`SELECT * FROM ${tables.subscriptions} WHERE tenant = ? ORDER BY seq LIMIT ? OFFSET ?`)
        .all(tenant, limit, offset)
        .map(stored),
    ),
  count: (tenant) => {
    const row = read
      .prepare(`SELECT count(*) AS n FROM ${tables.subscriptions} WHERE tenant = ?`)
      .get(tenant);
    return Promise.resolve(Number(row?.['n']));
  },
  all: () =>
    Promise.resolve(read.prepare(`SELECT * FROM ${tables.subscriptions} ORDER BY seq`).all().map(stored)),
});

/** The subscription store over its two tables. */
export const createSqlSubscriptionStore = (
  database: Database,
  tables: SubscriptionTables = entityTables,
): SubscriptionStore<Connection> => ({
  insert: (subscription) =>
    database.write((connection) => {
      insert(tables, connection, subscription);
    }),
  replace: (subscription) =>
    database.write((connection) => {
      replace(tables, connection, subscription);
    }),
  remove: (tenant, id) =>
    database.write((connection) => {
      remove(tables, connection, tenant, id);
    }),
  ...createReads(database.read, tables),
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
  due: (at, limit) => Promise.resolve(readDue(database.read, tables, { at, limit })),
  discard: (pending) =>
    database.write((connection) => {
      connection.prepare(`DELETE FROM ${tables.outbox} WHERE seq = ?`).run(pending.seq);
    }),
  record: (pending, outcome) =>
    database.write((connection) => {
      record(tables, connection, pending, outcome);
    }),
});
