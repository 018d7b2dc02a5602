import type { RemoteSubscription } from './remote-subscription.ts';

/**
 * Port: parts of subscriptions that sources keep.
 * - `put` adds one, or puts it in the place of the one with its remoteId.
 * - `find` knows them by remoteId alone, as sources need not know the tenant.
 */
export interface RemoteSubscriptionStore {
  put(remote: RemoteSubscription): Promise<void>;
  remove(remoteId: string): Promise<void>;
  find(remoteId: string): Promise<RemoteSubscription | undefined>;
  /** Those of a tenant, or of one subscription in it. */
  of(tenant: string, subscriptionId?: string): Promise<readonly RemoteSubscription[]>;
  /** Those of which the source has to be told something by now, the most overdue first. */
  due(nowMs: number, limit: number): Promise<readonly RemoteSubscription[]>;
}
