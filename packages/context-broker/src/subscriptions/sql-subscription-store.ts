import type { Connection, Database, Migration } from '@allmende/database';
import { DomainError } from '@allmende/kernel';
import type { NotificationKind } from '../notifications/notification-queue.ts';
import { subscriptionProblems } from './problems.ts';
import type { Subscription } from './subscription.ts';
import type { StoredSubscription, SubscriptionStore } from './subscription-store.ts';

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
  readonly kind: NotificationKind;
  readonly subscriptions: 'subscriptions' | 'registration_subscriptions';
  readonly outbox: 'notification_outbox' | 'registration_notification_outbox';
}

export const subscriptionTables: Readonly<Record<NotificationKind, SubscriptionTables>> = {
  entities: { kind: 'entities', subscriptions: 'subscriptions', outbox: 'notification_outbox' },
  sources: {
    kind: 'sources',
    subscriptions: 'registration_subscriptions',
    outbox: 'registration_notification_outbox',
  },
};

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
  connection
    .prepare('DELETE FROM dead_notifications WHERE tenant = ? AND subscription_id = ? AND kind = ?')
    .run(tenant, id, tables.kind);
};

/** What is read outside of transactions. */
const createReads = (
  read: Connection,
  tables: SubscriptionTables,
): Pick<SubscriptionStore<Connection>, 'find' | 'list' | 'count' | 'news'> => ({
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
  news: (since) => {
    if (since !== undefined) return Promise.resolve(undefined);
    const changed = read.prepare(`SELECT * FROM ${tables.subscriptions} ORDER BY seq`).all().map(stored);
    return Promise.resolve({ version: 0, isComplete: true, changed, removed: [] });
  },
});

/** The subscription store over its tables. */
export const createSqlSubscriptionStore = (
  database: Database,
  tables: SubscriptionTables,
): SubscriptionStore<Connection> => ({
  ...createReads(database.read, tables),
  newsWithin: () => undefined,
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
});
