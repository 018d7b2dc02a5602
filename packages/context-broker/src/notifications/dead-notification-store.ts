import type { NotificationKind, QueueKey } from './notification-queue.ts';

/** A notification that was given up after its last attempt; times in milliseconds. */
export interface DeadNotification extends QueueKey {
  readonly id: number;
  readonly kind: NotificationKind;
  readonly attempts: number;
  /** Why the last attempt failed. */
  readonly reason: string;
  /** Status that the receiver answered last, if it did. */
  readonly status?: number;
  readonly queuedAt: number;
  readonly firstAttemptAt: number;
  readonly lastAttemptAt: number;
}

/** One of the dead notifications of a tenant, those of one subscription, or all. */
export interface DeadSelection {
  readonly tenant: string;
  readonly subscriptionId?: string;
  readonly id?: number;
}

/** How the queue of a subscription does. */
export interface QueueState extends QueueKey {
  readonly kind: NotificationKind;
  readonly waiting: number;
  readonly dead: number;
  /** What gave way as the queue was full. */
  readonly dropped: number;
  /** About the first that waits: since when, failed attempts, when it is tried again, why it failed. */
  readonly first?: {
    readonly queuedAt: number;
    readonly attempts: number;
    readonly nextAttemptAt: number;
    readonly reason?: string;
  };
}

interface Paging {
  readonly limit: number;
  readonly offset: number;
}

export interface Listed<Member> {
  readonly members: readonly Member[];
  /** How many there are in all. */
  readonly count: number;
}

/**
 * Port: notifications that were given up, newest first, and the state of queues.
 * - Kept are the newest 100 of each subscription and 10,000 in all; they go with their subscription.
 * - What is sent again goes to the end of its queue as if it was new, and is dead no more.
 */
export interface DeadNotificationStore {
  list(selection: DeadSelection, page: Paging): Promise<Listed<DeadNotification>>;
  /** One with what was to be told; undefined when there is none. */
  find(tenant: string, id: number): Promise<(DeadNotification & { readonly body: string }) | undefined>;
  /** Answers where they wait now, a queue for each. */
  sendAgain(
    selection: DeadSelection,
    at: number,
  ): Promise<readonly (QueueKey & { kind: NotificationKind })[]>;
  /** Answers how many there were. */
  discard(selection: DeadSelection): Promise<number>;
  /** Queues in which something waits, died or was dropped; by subscription. */
  queues(selection: Omit<DeadSelection, 'id'>, page: Paging): Promise<Listed<QueueState>>;
}
