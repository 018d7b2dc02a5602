import type { MaybePromise } from '@allmende/kernel';
import type { Bookkeeping, Subscription } from './subscription.ts';

export interface StoredSubscription {
  readonly subscription: Subscription;
  readonly bookkeeping: Bookkeeping;
}

/** What has changed among the subscriptions of all tenants. */
export interface SubscriptionNews {
  /** The state that is reached with it. */
  readonly version: number;
  /** Whether it tells of all subscriptions there are; those that it leaves out are gone then. */
  readonly isComplete: boolean;
  readonly changed: readonly StoredSubscription[];
  readonly removed: readonly { readonly tenant: string; readonly id: string }[];
}

/**
 * Port: subscriptions of one kind, per tenant.
 * - `insert` rejects with `subscription-exists`; `find`, `replace` and `remove` with `subscription-not-found`.
 * - What waits for a subscription goes with it.
 */
export interface SubscriptionStore<Transaction> {
  insert(subscription: Subscription): Promise<void>;
  replace(subscription: Subscription): Promise<void>;
  remove(tenant: string, id: string): Promise<void>;
  find(tenant: string, id: string): Promise<StoredSubscription>;
  list(tenant: string, limit: number, offset: number): Promise<readonly StoredSubscription[]>;
  count(tenant: string): Promise<number>;
  /** What has changed since a version, or all there is; undefined if nothing can have changed. */
  news(since?: number): Promise<SubscriptionNews | undefined>;
  /**
   * The same as a transaction sees it: what it misses is committed later than it began. Undefined on a database that
   * this process has alone, as it knows what it changed.
   */
  newsWithin(transaction: Transaction, since: number): MaybePromise<SubscriptionNews | undefined>;
}
