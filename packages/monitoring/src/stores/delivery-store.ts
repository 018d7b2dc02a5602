import type { MaybePromise } from '@allmende/kernel';

/** One message to one recipient; `id` stays the same in all attempts. */
export interface Delivery {
  readonly id: string;
  readonly alertId: string;
  readonly channel: 'email' | 'webhook';
  readonly target: string;
  /** JSON: subject and text of an e-mail, or the body of a webhook call. */
  readonly payload: string;
  readonly status: 'pending' | 'sent' | 'failed';
  readonly attempts: number;
  readonly lastError?: string;
}

export type NewDelivery = Pick<Delivery, 'id' | 'alertId' | 'channel' | 'target' | 'payload'>;

export type Recipient = Pick<Delivery, 'channel' | 'target'>;

/** How an attempt ended. */
export interface DeliveryOutcome {
  readonly status: Delivery['status'];
  /** Milliseconds since the epoch. */
  readonly nextAttemptAt: number;
  readonly error?: string;
}

/**
 * Port: messages that wait, and what became of them. A message about an alert of which an earlier one to the same
 * recipient is not sent yet is not due, so that nobody learns of the end before the beginning.
 */
export interface DeliveryStore<Transaction> {
  /** Queues a message, in the transaction of what it tells. */
  addWithin(transaction: Transaction, delivery: NewDelivery, at: number): MaybePromise<void>;
  /** Who has messages to get now, and is served by nobody else. */
  dueRecipients(at: number): Promise<readonly Recipient[]>;
  /** Messages to send to somebody now, oldest first. */
  due(
    recipient: Recipient,
    which: { readonly at: number; readonly limit: number },
  ): Promise<readonly Delivery[]>;
  /** The last messages about an alert, oldest first. */
  ofAlert(alertId: string, limit: number): Promise<readonly Delivery[]>;
  /** Notes how an attempt ended, unless another attempt was noted since the message was read. */
  saveAttempt(delivery: Pick<Delivery, 'id' | 'attempts'>, outcome: DeliveryOutcome): Promise<void>;
  /** Whether a recipient is served by this process from now on; by one at a time. */
  claim(recipient: Recipient): Promise<boolean>;
  /** Whether it still is: a process that others took for dead has lost its recipients. */
  holds(recipient: Recipient): boolean;
  release(recipient: Recipient): Promise<void>;
}

const statuses = ['pending', 'sent', 'failed'] as const;

/** A message from the columns id, alert_id, channel, target, payload, status, attempts and last_error. */
export const deliveryOf = (row: readonly unknown[]): Delivery => {
  const [id, alertId, channel, target, payload, status, attempts, lastError] = row;
  return {
    id: String(id),
    alertId: String(alertId),
    channel: channel === 'email' ? 'email' : 'webhook',
    target: String(target),
    payload: String(payload),
    status: statuses.find((one) => one === status) ?? 'failed',
    attempts: Number(attempts),
    ...(lastError === null ? {} : { lastError: String(lastError) }),
  };
};

/** A recipient from the columns channel and target. */
export const recipientOf = ([channel, target]: readonly unknown[]): Recipient => ({
  channel: channel === 'email' ? 'email' : 'webhook',
  target: String(target),
});
