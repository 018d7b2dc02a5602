import type { Connection } from '@allmende/database';

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

const statuses = ['pending', 'sent', 'failed'] as const;

type Row = Readonly<Record<string, unknown>>;

const channelOf = (row: Row): Delivery['channel'] => (row['channel'] === 'email' ? 'email' : 'webhook');

const deliveryOf = (row: Row): Delivery => ({
  id: String(row['id']),
  alertId: String(row['alert_id']),
  channel: channelOf(row),
  target: String(row['target']),
  payload: String(row['payload']),
  status: statuses.find((status) => status === row['status']) ?? 'failed',
  attempts: Number(row['attempts']),
  ...(row['last_error'] === null ? {} : { lastError: String(row['last_error']) }),
});

/** Queues a message, in the transaction of what it tells. */
export const addDelivery = (connection: Connection, delivery: NewDelivery, at: number): void => {
  connection
    .prepare(
      `INSERT INTO alert_deliveries (id, alert_id, channel, target, payload, status, next_attempt_at)
       VALUES (?, ?, ?, ?, ?, 'pending', ?)`,
    )
    .run(delivery.id, delivery.alertId, delivery.channel, delivery.target, delivery.payload, at);
};

/**
 * A message about an alert of which an earlier one to the same recipient is not sent yet waits for that, so
 * that nobody learns of the end before the beginning.
 */
const isDue = `status = 'pending' AND next_attempt_at <= ?
  AND NOT EXISTS (
    SELECT 1 FROM alert_deliveries AS earlier
    WHERE earlier.alert_id = due.alert_id AND earlier.seq < due.seq AND earlier.status = 'pending'
      AND earlier.channel = due.channel AND earlier.target = due.target)`;

/** Who has messages to get now. */
export const dueRecipients = (connection: Connection, at: number): readonly Recipient[] =>
  connection
    .prepare(`SELECT DISTINCT channel, target FROM alert_deliveries AS due WHERE ${isDue}`)
    .all(at)
    .map((row) => ({ channel: channelOf(row), target: String(row['target']) }));

/** Messages to send to somebody now, oldest first. */
export const dueDeliveries = (
  connection: Connection,
  { channel, target }: Recipient,
  { at, limit }: { readonly at: number; readonly limit: number },
): readonly Delivery[] =>
  connection
    .prepare(
      `SELECT * FROM alert_deliveries AS due WHERE ${isDue} AND channel = ? AND target = ? ORDER BY seq LIMIT ?`,
    )
    .all(at, channel, target, limit)
    .map(deliveryOf);

/** Messages about an alert, oldest first. */
export const deliveriesOf = (connection: Connection, alertId: string, limit: number): readonly Delivery[] =>
  connection
    .prepare(
      `SELECT * FROM (SELECT * FROM alert_deliveries WHERE alert_id = ? ORDER BY seq DESC LIMIT ?) ORDER BY seq`,
    )
    .all(alertId, limit)
    .map(deliveryOf);

/** Notes how an attempt ended. */
export const saveAttempt = (connection: Connection, id: string, outcome: DeliveryOutcome): void => {
  connection
    .prepare(
      `UPDATE alert_deliveries SET status = ?, attempts = attempts + 1, next_attempt_at = ?, last_error = ?
       WHERE id = ?`,
    )
    .run(outcome.status, outcome.nextAttemptAt, outcome.error ?? null, id);
};
