import type { Clock, Logger } from '@allmende/kernel';
import { sendDelivery, type SenderParts } from './send-delivery.ts';
import type { Delivery, DeliveryOutcome, DeliveryStore, Recipient } from './stores/delivery-store.ts';

export interface AlertDeliveryParts extends SenderParts {
  readonly deliveries: Omit<DeliveryStore<never>, 'addWithin'>;
  readonly clock: Clock;
  readonly logger: Logger;
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
export class AlertDeliveryJob {
  readonly #parts: AlertDeliveryParts;
  readonly #stopping = new AbortController();
  /** Outcomes that could not be saved yet: saved again instead of sent again. */
  readonly #unsaved = new Map<string, DeliveryOutcome>();
  readonly #lanes = new Map<string, Promise<void>>();
  #looking: Promise<void> | undefined;
  #isLookingAgain = false;

  constructor(parts: AlertDeliveryParts) {
    this.#parts = parts;
  }

  /** Begins to send what is due. */
  wake = (): void => {
    if (this.#stopping.signal.aborted) return;
    this.#isLookingAgain = true;
    this.#looking ??= this.#look();
  };

  /** Resolves when nothing is being sent. */
  async settled(): Promise<void> {
    while (this.#looking !== undefined || this.#lanes.size > 0) {
      await this.#looking;
      await Promise.all(this.#lanes.values());
    }
  }

  /** Breaks off what is being sent; it stays queued. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('The server is stopping.'));
    await this.settled();
  }

  async #look(): Promise<void> {
    const { deliveries, clock, logger } = this.#parts;
    try {
      while (this.#isLookingAgain) {
        this.#isLookingAgain = false;
        for (const recipient of await deliveries.dueRecipients(clock.now())) this.#serve(recipient);
      }
    } catch (cause) {
      logger.error('queued alert messages could not be read', { cause });
    }
    // Without a pause since nobody asked to look again.
    this.#looking = undefined;
  }

  #serve(recipient: Recipient): void {
    const key = `${recipient.channel} ${recipient.target}`;
    if (this.#stopping.signal.aborted || this.#lanes.size >= maxLanes || this.#lanes.has(key)) return;
    this.#lanes.set(key, this.#runLane(key, recipient));
  }

  async #runLane(key: string, recipient: Recipient): Promise<void> {
    const { deliveries, logger } = this.#parts;
    try {
      if (!(await deliveries.claim(recipient))) return;
      try {
        await this.#sendAll(recipient);
      } finally {
        await deliveries.release(recipient);
      }
      // Others may have waited for this lane.
      this.wake();
    } catch (cause) {
      logger.error('what became of alert messages could not be saved', { cause });
    } finally {
      this.#lanes.delete(key);
    }
  }

  async #sendAll(recipient: Recipient): Promise<void> {
    const { deliveries, clock } = this.#parts;
    for (;;) {
      const due = await deliveries.due(recipient, { at: clock.now(), limit: batch });
      if (due.length === 0) return;
      for (const delivery of due) {
        if (this.#stopping.signal.aborted || !deliveries.holds(recipient)) return;
        await this.#attempt(delivery);
      }
    }
  }

  async #attempt(delivery: Delivery): Promise<void> {
    const { signal } = this.#stopping;
    const outcome = this.#unsaved.get(delivery.id) ?? (await attemptOnce(this.#parts, delivery, signal));
    if (outcome === undefined) return;
    this.#unsaved.set(delivery.id, outcome);
    await this.#parts.deliveries.saveAttempt(delivery, outcome);
    this.#unsaved.delete(delivery.id);
  }
}
