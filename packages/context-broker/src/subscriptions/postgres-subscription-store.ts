import type { PostgresConnection, PostgresDatabase } from '@allmende/database';
import { DomainError } from '@allmende/kernel';
import type { NotificationKind } from '../notifications/notification-queue.ts';
import { subscriptionProblems } from './problems.ts';
import type { Subscription } from './subscription.ts';
import type { StoredSubscription, SubscriptionNews, SubscriptionStore } from './subscription-store.ts';

/** Changes that are remembered; who has missed more reads all subscriptions again. */
const keptChanges = 1000;

type Row = readonly unknown[];

const instant = (value: unknown): string | undefined =>
  value === null || value === undefined ? undefined : new Date(Number(value)).toISOString();

const stored = ([body, sent, failed, last, success, failure]: Row): StoredSubscription => {
  const times = {
    lastNotification: instant(last),
    lastSuccess: instant(success),
    lastFailure: instant(failure),
  };
  return {
    subscription: JSON.parse(String(body)) as Subscription,
    bookkeeping: {
      timesSent: Number(sent ?? 0),
      timesFailed: Number(failed ?? 0),
      ...(Object.fromEntries(Object.entries(times).filter(([, time]) => time !== undefined)) as Partial<
        Record<keyof typeof times, string>
      >),
    },
  };
};

const notFound = (id: string): DomainError =>
  new DomainError(subscriptionProblems.notFound, `There is no subscription ${id}.`);

/** Gives a change of a subscription its version. The lock that it takes makes versions follow one another by commit. */
const note = async (
  connection: PostgresConnection,
  kind: NotificationKind,
  { tenant, id }: { readonly tenant: string; readonly id: string },
): Promise<void> => {
  const [[version] = []] = await connection.rows(
    `INSERT INTO subscription_versions AS v (kind, version) VALUES ($1, 1)
     ON CONFLICT (kind) DO UPDATE SET version = v.version + 1 RETURNING version`,
    kind,
  );
  await connection.run('INSERT INTO subscription_changes VALUES ($1, $2, $3, $4)', kind, version, tenant, id);
  await connection.run(
    'DELETE FROM subscription_changes WHERE kind = $1 AND version <= $2',
    kind,
    Number(version) - keptChanges,
  );
};

const columns = `s.body, t.times_sent, t.times_failed, t.last_notification, t.last_success, t.last_failure
  FROM subscriptions s LEFT JOIN subscription_states t ON t.tenant = s.tenant AND t.kind = s.kind AND t.id = s.id`;

const versionOf = async (connection: PostgresConnection, kind: NotificationKind): Promise<number> => {
  const [[version] = []] = await connection.rows(
    'SELECT version FROM subscription_versions WHERE kind = $1',
    kind,
  );
  return Number(version ?? 0);
};

/** What was read after the version may be newer than it, and is told once more then, which does no harm. */
const readNews = async (
  connection: PostgresConnection,
  kind: NotificationKind,
  since: number | undefined,
): Promise<SubscriptionNews | undefined> => {
  const version = await versionOf(connection, kind);
  if (since !== undefined && version <= since) return undefined;
  if (since === undefined || version - since > keptChanges) {
    const all = await connection.rows(`SELECT ${columns} WHERE s.kind = $1 ORDER BY s.seq`, kind);
    return { version, isComplete: true, changed: all.map(stored), removed: [] };
  }
  const rows = await connection.rows(
    `SELECT c.tenant, c.id, n.* FROM
       (SELECT DISTINCT tenant, id FROM subscription_changes WHERE kind = $1 AND version > $2) c
     LEFT JOIN LATERAL (SELECT ${columns} WHERE s.kind = $1 AND s.tenant = c.tenant AND s.id = c.id) n ON true`,
    kind,
    since,
  );
  return {
    version,
    isComplete: false,
    changed: rows.filter((row) => row[2] !== null).map((row) => stored(row.slice(2))),
    removed: rows
      .filter((row) => row[2] === null)
      .map(([tenant, id]) => ({ tenant: String(tenant), id: String(id) })),
  };
};

const insert = async (
  connection: PostgresConnection,
  kind: NotificationKind,
  subscription: Subscription,
): Promise<void> => {
  const { tenant, document } = subscription;
  const inserted = await connection.run(
    'INSERT INTO subscriptions (tenant, kind, id, body) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
    tenant,
    kind,
    document.id,
    JSON.stringify(subscription),
  );
  if (inserted === 0)
    throw new DomainError(subscriptionProblems.exists, `There is a subscription ${document.id} already.`);
  await connection.run(
    'INSERT INTO subscription_states (tenant, kind, id) VALUES ($1, $2, $3)',
    tenant,
    kind,
    document.id,
  );
  await note(connection, kind, { tenant, id: document.id });
};

const replace = async (
  connection: PostgresConnection,
  kind: NotificationKind,
  subscription: Subscription,
): Promise<void> => {
  const { tenant, document } = subscription;
  const touched = await connection.run(
    'UPDATE subscriptions SET body = $4 WHERE tenant = $1 AND kind = $2 AND id = $3',
    tenant,
    kind,
    document.id,
    JSON.stringify(subscription),
  );
  if (touched === 0) throw notFound(document.id);
  await note(connection, kind, { tenant, id: document.id });
};

const remove = async (
  connection: PostgresConnection,
  kind: NotificationKind,
  { tenant, id }: { readonly tenant: string; readonly id: string },
): Promise<void> => {
  const key = [tenant, kind, id] as const;
  const of = 'WHERE tenant = $1 AND kind = $2 AND';
  if ((await connection.run(`DELETE FROM subscriptions ${of} id = $3`, ...key)) === 0) throw notFound(id);
  await connection.run(`DELETE FROM subscription_states ${of} id = $3`, ...key);
  await connection.run(`DELETE FROM notification_outbox ${of} subscription_id = $3`, ...key);
  await connection.run(`DELETE FROM dead_notifications ${of} subscription_id = $3`, ...key);
  await note(connection, kind, { tenant, id });
};

/** Subscriptions of one kind in the tables of migration postgres-0002-subscriptions. */
export const createPostgresSubscriptionStore = (
  database: PostgresDatabase,
  kind: NotificationKind,
): SubscriptionStore<PostgresConnection> => ({
  insert: (subscription) => database.write((connection) => insert(connection, kind, subscription)),
  replace: (subscription) => database.write((connection) => replace(connection, kind, subscription)),
  remove: (tenant, id) => database.write((connection) => remove(connection, kind, { tenant, id })),
  find: async (tenant, id) => {
    const [row] = await database.read.rows(
      `SELECT ${columns} WHERE s.tenant = $1 AND s.kind = $2 AND s.id = $3`,
      tenant,
      kind,
      id,
    );
    if (row === undefined) throw notFound(id);
    return stored(row);
  },
  list: async (tenant, limit, offset) => {
    const rows = await database.read.rows(
      `SELECT ${columns} WHERE s.tenant = $1 AND s.kind = $2 ORDER BY s.seq LIMIT $3 OFFSET $4`,
      tenant,
      kind,
      limit,
      offset,
    );
    return rows.map(stored);
  },
  count: async (tenant) => {
    const [[count] = []] = await database.read.rows(
      'SELECT count(*) FROM subscriptions WHERE tenant = $1 AND kind = $2',
      tenant,
      kind,
    );
    return Number(count);
  },
  news: (since) => readNews(database.read, kind, since),
  newsWithin: (connection, since) => readNews(connection, kind, since),
});
