import type { Bookkeeping, Subscription } from './subscription.ts';

export interface StoredSubscription {
  readonly subscription: Subscription;
  readonly bookkeeping: Bookkeeping;
}

/**
 * Port: subscriptions of one kind, per tenant.
 * - `insert` rejects with `subscription-exists`; `find`, `replace` and `remove` with `subscription-not-found`.
 * - What waits for a subscription goes with it.
 */
export interface SubscriptionStore {
  insert(subscription: Subscription): Promise<void>;
  replace(subscription: Subscription): Promise<void>;
  remove(tenant: string, id: string): Promise<void>;
  find(tenant: string, id: string): Promise<StoredSubscription>;
  list(tenant: string, limit: number, offset: number): Promise<readonly StoredSubscription[]>;
  count(tenant: string): Promise<number>;
  all(): Promise<readonly StoredSubscription[]>;
}
