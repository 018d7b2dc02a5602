import type { Clock, Logger } from '@allmende/kernel';
import { sendDelivery, type SenderParts } from './send-delivery.ts';
import {
  dueDeliveries,
  dueRecipients,
  saveAttempt,
  type Delivery,
  type DeliveryOutcome,
  type Recipient,
} from './sql-delivery-store.ts';
import type { MonitoringDatabase } from './sql-rule-store.ts';

export interface AlertDeliveryParts extends SenderParts {
  readonly database: MonitoringDatabase;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface AlertDeliveryJob {
  /** Begins to send what is due. */
  wake(): void;
  /** Resolves when nothing is being sent. */
  settled(): Promise<void>;
  /** Breaks off what is being sent; it stays queued. */
  stop(): Promise<void>;
}

/** With the pauses below, a message is given up after about twenty hours. */
export const maxAttempts = 30;
const batch = 20;
const maxLanes = 16;

/** Pause after the given number of failed attempts: 5 s, doubling up to one hour. */
export const retryPauseMs = (attempts: number): number => Math.min(5000 * 2 ** (attempts - 1), 3_600_000);

/** Sends once; undefined when that was broken off by the end of the server, which does not count. */
const attemptOnce = async (
  parts: AlertDeliveryParts,
  delivery: Delivery,
  stopping: AbortSignal,
): Promise<DeliveryOutcome | undefined> => {
  const failure = await sendDelivery(parts, delivery, stopping);
  const attempts = delivery.attempts + 1;
  const nextAttemptAt = parts.clock.now() + retryPauseMs(attempts);
  if (failure === undefined) return { status: 'sent', nextAttemptAt };
  if (stopping.aborted) return undefined;
  const { alertId, channel } = delivery;
  const isOver = failure.isFinal || attempts >= maxAttempts;
  // The reason stays in the database: it may name the recipient.
  parts.logger.warn('alert message was not sent', { alertId, channel, attempts, isOver });
  return { status: isOver ? 'failed' : 'pending', nextAttemptAt, error: failure.error };
};

/**
 * Sends queued e-mails and webhook calls at least once; failed ones are repeated with growing pauses. Each
 * recipient has a lane of its own, so that one that does not answer holds up nobody else.
 */
export const createAlertDeliveryJob = (parts: AlertDeliveryParts): AlertDeliveryJob => {
  const { database, clock, logger } = parts;
  const stopping = new AbortController();
  /** Outcomes that could not be saved yet: saved again instead of sent again. */
  const unsaved = new Map<string, DeliveryOutcome>();
  const lanes = new Map<string, Promise<void>>();

  const attempt = async (delivery: Delivery): Promise<void> => {
    const outcome = unsaved.get(delivery.id) ?? (await attemptOnce(parts, delivery, stopping.signal));
    if (outcome === undefined) return;
    unsaved.set(delivery.id, outcome);
    await database.write((connection) => {
      saveAttempt(connection, delivery.id, outcome);
    });
    unsaved.delete(delivery.id);
  };

  const sendAll = async (recipient: Recipient): Promise<void> => {
    for (;;) {
      const due = dueDeliveries(database.read, recipient, { at: clock.now(), limit: batch });
      if (due.length === 0) return;
      for (const delivery of due) {
        if (stopping.signal.aborted) return;
        await attempt(delivery);
      }
    }
  };

  const runLane = async (key: string, recipient: Recipient): Promise<void> => {
    try {
      await sendAll(recipient);
      lanes.delete(key);
      // Others may have waited for this lane.
      wake();
    } catch (cause) {
      lanes.delete(key);
      logger.error('what became of alert messages could not be saved', { cause });
    }
  };

  const wake = (): void => {
    if (stopping.signal.aborted) return;
    for (const recipient of dueRecipients(database.read, clock.now())) {
      const key = `${recipient.channel} ${recipient.target}`;
      if (lanes.size >= maxLanes) return;
      if (!lanes.has(key)) lanes.set(key, runLane(key, recipient));
    }
  };

  const settled = async (): Promise<void> => {
    while (lanes.size > 0) await Promise.all(lanes.values());
  };

  return {
    wake,
    settled,
    stop: async () => {
      stopping.abort(new Error('The server is stopping.'));
      await settled();
    },
  };
};
