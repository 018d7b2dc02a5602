import type { Database } from '@allmende/database';
import type { RemoteSubscription } from './remote-subscription.ts';
import type { RemoteSubscriptionStore } from './remote-subscription-store.ts';

type Row = Readonly<Record<string, unknown>>;

const remoteOf = (row: Row): RemoteSubscription => JSON.parse(String(row['body'])) as RemoteSubscription;

/** Nothing is due for what the source knows or does not want. */
const dueOf = ({ state, dueAt }: RemoteSubscription): number | null =>
  state === 'kept' || state === 'refused' ? null : dueAt;

/** Remote subscriptions in the table of migration 0021-remote-subscriptions. */
export const createSqlRemoteSubscriptionStore = (database: Database): RemoteSubscriptionStore => {
  const select = (rest: string, ...values: readonly (string | number)[]): readonly RemoteSubscription[] =>
    database.read
      .prepare(`SELECT body FROM remote_subscriptions ${rest}`)
      .all(...values)
      .map(remoteOf);
  return {
    put: (remote) =>
      database.write((connection) => {
        connection
          .prepare(
            `INSERT OR REPLACE INTO remote_subscriptions (remote_id, tenant, subscription_id, due_at, body)
             VALUES (?, ?, ?, ?, ?)`,
          )
          .run(remote.remoteId, remote.tenant, remote.subscriptionId, dueOf(remote), JSON.stringify(remote));
      }),
    remove: (remoteId) =>
      database.write((connection) => {
        connection.prepare('DELETE FROM remote_subscriptions WHERE remote_id = ?').run(remoteId);
      }),
    find: (remoteId) => Promise.resolve(select('WHERE remote_id = ?', remoteId)[0]),
    of: (tenant, subscriptionId) =>
      Promise.resolve(
        subscriptionId === undefined
          ? select('WHERE tenant = ? ORDER BY remote_id', tenant)
          : select('WHERE tenant = ? AND subscription_id = ? ORDER BY remote_id', tenant, subscriptionId),
      ),
    due: (nowMs, limit) => Promise.resolve(select('WHERE due_at <= ? ORDER BY due_at LIMIT ?', nowMs, limit)),
  };
};
