import type { Connection, Database } from '@allmende/database';
import { subscriptionTables, type SubscriptionTables } from '../subscriptions/sql-subscription-store.ts';
import type {
  DeadNotification,
  DeadNotificationStore,
  DeadSelection,
  QueueState,
} from './dead-notification-store.ts';
import { enqueue } from './sql-notification-queue.ts';
import type { NotificationKind } from './notification-queue.ts';

type Row = Readonly<Record<string, unknown>>;
type Value = string | number;

const kindOf = (value: unknown): NotificationKind => (value === 'sources' ? 'sources' : 'entities');

const deadOf = (row: Row): DeadNotification & { readonly body: string } => ({
  id: Number(row['id']),
  kind: kindOf(row['kind']),
  tenant: String(row['tenant']),
  subscriptionId: String(row['subscription_id']),
  body: String(row['body']),
  attempts: Number(row['attempts']),
  reason: String(row['reason']),
  ...(row['status'] === null ? {} : { status: Number(row['status']) }),
  queuedAt: Number(row['queued_at']),
  firstAttemptAt: Number(row['first_attempt_at']),
  lastAttemptAt: Number(row['last_attempt_at']),
});

/** The condition that selects, and its parameters. */
const conditionOf = ({ tenant, subscriptionId, id }: DeadSelection): readonly [string, readonly Value[]] => [
  `tenant = ?${subscriptionId === undefined ? '' : ' AND subscription_id = ?'}${id === undefined ? '' : ' AND id = ?'}`,
  [tenant, ...(subscriptionId === undefined ? [] : [subscriptionId]), ...(id === undefined ? [] : [id])],
];

const selected = (
  connection: Connection,
  selection: DeadSelection,
  order: string,
  ...page: readonly Value[]
) => {
  const [condition, parameters] = conditionOf(selection);
  return connection
    .prepare(`SELECT * FROM dead_notifications WHERE ${condition} ORDER BY id ${order}`)
    .all(...parameters, ...page)
    .map(deadOf);
};

const countOf = (connection: Connection, selection: DeadSelection): number => {
  const [condition, parameters] = conditionOf(selection);
  const [row = []] = connection.rows(
    `SELECT count(*) FROM dead_notifications WHERE ${condition}`,
    ...parameters,
  );
  return Number(row[0]);
};

const discard = (connection: Connection, selection: DeadSelection): number => {
  const [condition, parameters] = conditionOf(selection);
  return Number(
    connection.prepare(`DELETE FROM dead_notifications WHERE ${condition}`).run(...parameters).changes,
  );
};

const sendAgain = (connection: Connection, selection: DeadSelection, at: number) => {
  const found = selected(connection, selection, 'ASC');
  for (const dead of found) enqueue(subscriptionTables[dead.kind], connection, { ...dead, at });
  discard(connection, selection);
  return found.map(({ kind, tenant, subscriptionId }) => ({ kind, tenant, subscriptionId }));
};

/** The queues of one kind that have something to tell. */
const statesOf = ({ kind, subscriptions, outbox }: SubscriptionTables): string => `
  SELECT '${kind}' AS kind, s.tenant, s.id, s.dropped,
    (SELECT count(*) FROM ${outbox} o WHERE o.tenant = s.tenant AND o.subscription_id = s.id) AS waiting,
    (SELECT count(*) FROM dead_notifications d
     WHERE d.tenant = s.tenant AND d.subscription_id = s.id AND d.kind = '${kind}') AS dead,
    f.queued_at, f.attempts, f.next_attempt_at, f.reason
  FROM ${subscriptions} s LEFT JOIN ${outbox} f ON f.seq =
    (SELECT min(seq) FROM ${outbox} o WHERE o.tenant = s.tenant AND o.subscription_id = s.id)
  WHERE s.tenant = ?1 AND (?2 IS NULL OR s.id = ?2)`;

const states = `SELECT * FROM (${statesOf(subscriptionTables.entities)} UNION ALL
  ${statesOf(subscriptionTables.sources)}) WHERE waiting + dead + dropped > 0`;

const stateOf = (row: Row): QueueState => ({
  kind: kindOf(row['kind']),
  tenant: String(row['tenant']),
  subscriptionId: String(row['id']),
  waiting: Number(row['waiting']),
  dead: Number(row['dead']),
  dropped: Number(row['dropped']),
  ...(row['attempts'] === null
    ? {}
    : {
        first: {
          queuedAt: Number(row['queued_at']),
          attempts: Number(row['attempts']),
          nextAttemptAt: Number(row['next_attempt_at']),
          ...(row['reason'] === null ? {} : { reason: String(row['reason']) }),
        },
      }),
});

/** Dead notifications in the table of migration 0017-dead-notifications. */
export const createSqlDeadNotificationStore = (database: Database): DeadNotificationStore => ({
  list: (selection, { limit, offset }) =>
    Promise.resolve({
      members: selected(database.read, selection, 'DESC LIMIT ? OFFSET ?', limit, offset),
      count: countOf(database.read, selection),
    }),
  find: (tenant, id) => Promise.resolve(selected(database.read, { tenant, id }, 'ASC')[0]),
  sendAgain: (selection, at) => database.write((connection) => sendAgain(connection, selection, at)),
  discard: (selection) => database.write((connection) => discard(connection, selection)),
  queues: ({ tenant, subscriptionId = null }, { limit, offset }) => {
    const members = database.read
      .prepare(`${states} ORDER BY id, kind LIMIT ?3 OFFSET ?4`)
      .all(tenant, subscriptionId, limit, offset)
      .map(stateOf);
    const [row = []] = database.read.rows(`SELECT count(*) FROM (${states})`, tenant, subscriptionId);
    return Promise.resolve({ members, count: Number(row[0]) });
  },
});
