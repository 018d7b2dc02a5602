import type { MaybePromise } from '@allmende/kernel';
import type { Bookkeeping, Subscription } from './subscription.ts';

/** A notification that waits for its delivery. */
export interface PendingNotification {
  readonly seq: number;
  readonly tenant: string;
  readonly subscriptionId: string;
  readonly body: string;
  readonly attempts: number;
}

/** A notification to send as soon as possible; `at` is its time in milliseconds. */
export interface QueuedNotification {
  readonly tenant: string;
  readonly subscriptionId: string;
  readonly body: string;
  readonly at: number;
}

export interface StoredSubscription {
  readonly subscription: Subscription;
  readonly bookkeeping: Bookkeeping;
}

/** How one attempt ended. */
export interface AttemptOutcome {
  readonly at: number;
  readonly isDelivered: boolean;
  /** When to try again; absent when this was the last attempt. */
  readonly retryAt?: number;
}

/**
 * Port: subscriptions and their queued notifications, per tenant.
 * - `insert` rejects with `subscription-exists`; `find`, `replace` and `remove` with `subscription-not-found`.
 * - Of one subscription at most 1000 notifications wait; older ones give way.
 * - What was queued stays until it is recorded as delivered or given up, discarded, or its subscription removed.
 */
export interface SubscriptionStore<Transaction> {
  insert(subscription: Subscription): Promise<void>;
  replace(subscription: Subscription): Promise<void>;
  remove(tenant: string, id: string): Promise<void>;
  find(tenant: string, id: string): Promise<StoredSubscription>;
  list(tenant: string, limit: number, offset: number): Promise<readonly StoredSubscription[]>;
  count(tenant: string): Promise<number>;
  all(): Promise<readonly StoredSubscription[]>;
  enqueue(notification: QueuedNotification): Promise<void>;
  /** Queues within a running transaction: commits with it, or not at all. */
  enqueueWithin(transaction: Transaction, notification: QueuedNotification): MaybePromise<void>;
  /** When the newest notification was queued, seen from within a transaction; milliseconds. */
  lastQueuedWithin(transaction: Transaction, tenant: string, id: string): MaybePromise<number | undefined>;
  /** The oldest notification of each subscription, as far as it is due. */
  due(at: number, limit: number): Promise<readonly PendingNotification[]>;
  discard(notification: PendingNotification): Promise<void>;
  record(notification: PendingNotification, outcome: AttemptOutcome): Promise<void>;
}
