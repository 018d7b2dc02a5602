import type { PostgresDatabase } from '@allmende/database';
import { dueOf, type RemoteSubscription } from './remote-subscription.ts';
import type { RemoteSubscriptionStore } from './remote-subscription-store.ts';

/** Remote subscriptions in the table of migration postgres-0004-remote-subscriptions. */
export const createPostgresRemoteSubscriptionStore = (
  database: PostgresDatabase,
): RemoteSubscriptionStore => {
  const select = async (
    rest: string,
    ...values: readonly (string | number)[]
  ): Promise<readonly RemoteSubscription[]> => {
    const rows = await database.read.rows(`SELECT body FROM remote_subscriptions ${rest}`, ...values);
    return rows.map(([body]) => JSON.parse(String(body)) as RemoteSubscription);
  };
  return {
    put: async (remote) => {
      await database.read.run(
        `INSERT INTO remote_subscriptions (remote_id, tenant, subscription_id, due_at, body)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (remote_id) DO UPDATE SET tenant = excluded.tenant,
           subscription_id = excluded.subscription_id, due_at = excluded.due_at, body = excluded.body`,
        remote.remoteId,
        remote.tenant,
        remote.subscriptionId,
        dueOf(remote),
        JSON.stringify(remote),
      );
    },
    remove: async (remoteId) => {
      await database.read.run('DELETE FROM remote_subscriptions WHERE remote_id = $1', remoteId);
    },
    find: async (remoteId) => (await select('WHERE remote_id = $1', remoteId))[0],
    of: (tenant, subscriptionId) =>
      subscriptionId === undefined
        ? select('WHERE tenant = $1 ORDER BY remote_id', tenant)
        : select('WHERE tenant = $1 AND subscription_id = $2 ORDER BY remote_id', tenant, subscriptionId),
    due: (nowMs, limit) => select('WHERE due_at <= $1 ORDER BY due_at LIMIT $2', nowMs, limit),
  };
};
