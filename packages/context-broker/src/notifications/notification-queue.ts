import type { MaybePromise } from '@allmende/kernel';

/** Notifications of subscriptions to entities, or to context source registrations. */
export type NotificationKind = 'entities' | 'sources';

/** Names the queue of one subscription. */
export interface QueueKey {
  readonly tenant: string;
  readonly subscriptionId: string;
}

/** A notification to send as soon as possible; `at` is its time in milliseconds. */
export interface QueuedNotification extends QueueKey {
  readonly body: string;
  readonly at: number;
  /** Whether its time starts a pause (throttling); `lastQueuedWithin` tells that of the newest such one. */
  readonly startsPause?: boolean;
}

/** A notification that waits for its delivery. */
export interface PendingNotification extends QueueKey {
  readonly seq: number;
  readonly body: string;
  /** Those that failed. */
  readonly attempts: number;
  /** Not to be sent before; milliseconds. */
  readonly nextAttemptAt: number;
}

/** How one attempt ended. */
export interface AttemptOutcome {
  readonly at: number;
  readonly isDelivered: boolean;
  /** When to try again; absent when this was the last attempt. */
  readonly retryAt?: number;
  /** Status that the receiver answered, if it is one of HTTP and did. */
  readonly status?: number;
  /** Why it failed, for people. */
  readonly reason: string;
}

/** How many wait in all, and of how many no trace but their number is left. */
export interface QueueTotals {
  readonly waiting: number;
  /** Given up and kept. */
  readonly dead: number;
  /** What full queues gave up, of the subscriptions that exist. */
  readonly dropped: number;
}

/**
 * Port: what is still to be sent, one queue for each subscription, in order.
 * - Of one subscription about 1000 notifications wait at most; older ones give way and are counted.
 * - What was queued stays until it is recorded as delivered or given up, discarded, or its subscription removed.
 * - What was given up after its last attempt is kept among the dead ones (see `DeadNotificationStore`).
 * - One worker at a time works on a queue: `claim` is true for the first until it releases the queue, or its process
 *   is gone. One whose process could not tell in time that it lives is a worker no more: `holds` is false then.
 */
export interface NotificationQueue<Transaction> {
  enqueue(notification: QueuedNotification): Promise<void>;
  /** Queues within a running transaction: commits with it, or not at all. */
  enqueueWithin(transaction: Transaction, notification: QueuedNotification): MaybePromise<void>;
  /** When the newest notification that starts a pause was queued, seen from within a transaction; milliseconds. */
  lastQueuedWithin(transaction: Transaction, tenant: string, id: string): MaybePromise<number | undefined>;
  /** Queues that nobody works on and whose first notification is due, those that wait longest first. */
  due(at: number, limit: number): Promise<readonly QueueKey[]>;
  claim(key: QueueKey): Promise<boolean>;
  holds(key: QueueKey): boolean;
  release(key: QueueKey): Promise<void>;
  /** The oldest notification of a queue, due or not. */
  first(key: QueueKey): Promise<PendingNotification | undefined>;
  discard(notification: PendingNotification): Promise<void>;
  record(notification: PendingNotification, outcome: AttemptOutcome): Promise<void>;
  /** Whether a periodic notification may be made now: nobody made one since the given time. */
  startPeriod(key: QueueKey, period: { readonly at: number; readonly notSince: number }): Promise<boolean>;
  totals(): Promise<QueueTotals>;
}
