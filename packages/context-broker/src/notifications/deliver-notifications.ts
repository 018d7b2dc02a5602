import { setTimeout } from 'node:timers/promises';
import type { Clock, Logger } from '@allmende/kernel';
import type { DeliveryCounts } from './delivery-counts.ts';
import { createMqttSender } from './mqtt-sender.ts';
import type { NotificationQueue, PendingNotification, QueueKey } from './notification-queue.ts';
import { sendNotification, type OutgoingRequest, type Reply } from './send-notification.ts';

export interface DeliveryParts {
  readonly queue: NotificationQueue<never>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where it counts what it does. */
  readonly counts: DeliveryCounts;
  /** Undefined when the subscription is paused, expired or gone: the notification is dropped then. */
  readonly prepare: (
    pending: PendingNotification,
  ) => OutgoingRequest | undefined | Promise<OutgoingRequest | undefined>;
}

export interface Delivery {
  /** Sends what is due in these queues; call it when something was queued there. */
  wake(keys: Iterable<QueueKey>): void;
  /** Looks for what is due in all queues; call it from time to time. */
  tick(): void;
  /** Waits, for a moment only, until what is being sent from a queue is recorded. */
  recorded(key: QueueKey): Promise<void>;
  /** Ends what is being sent from a queue, as its subscription is gone. */
  cancel(key: QueueKey): void;
  stop(): Promise<void>;
}

const maxAttempts = 6;
/** How long a reader of a subscription waits for the record of what is being sent. */
const recordingMs = 50;
const maxParallel = 32;
/** After so many notifications a worker leaves its place to another queue. */
const maxInTurn = 100;
/** Of the time since the last look at all queues, looking takes one part in so many. */
const lookingShare = 20;

/** Waiting time after the given number of failed attempts; doubles up to a minute. */
export const backoffMs = (attempts: number, cooldown = 0): number =>
  Math.max(cooldown, Math.min(1000 * 2 ** (attempts - 1), 60_000));

/** How names end that nobody knows: of a receiver that is not set up, not of one that is back in a second. */
const unknownNames: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN']);

const pauseMs = (attempts: number, { reason }: Reply, cooldown: number | undefined): number =>
  Math.max(backoffMs(attempts, cooldown), unknownNames.has(reason) ? 10_000 : 0);

/** What is under way from one queue. */
interface Sending {
  readonly ending: AbortController;
  /** Whether what the queue belongs to is gone meanwhile. */
  isCancelled: boolean;
}

const textOf = ({ tenant, subscriptionId }: QueueKey): string => `${tenant}\n${subscriptionId}`;

/**
 * Sends queued notifications: in order and one at a time per subscription, many subscriptions in parallel.
 * A failed attempt is repeated with growing pauses; a notification that was under way at a stop stays queued.
 */
class DeliveryJob implements Delivery {
  readonly #parts: DeliveryParts;
  #isStopping = false;
  readonly #mqtt = createMqttSender();
  readonly #running = new Map<string, Promise<void>>();
  readonly #sending = new Map<string, Sending>();
  /** Queues that are to be worked on when there is a place, or once more after the present work. */
  readonly #waiting = new Map<string, QueueKey>();
  /** Queues whose first notification is not to be sent before a time. */
  readonly #resting = new Map<string, number>();
  #looking: Promise<void> | undefined;
  #nextLookMs = 0;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  wake(keys: Iterable<QueueKey>): void {
    for (const key of keys) if (!this.#rests(textOf(key))) this.#waiting.set(textOf(key), key);
    this.#startWorkers();
  }

  async recorded(key: QueueKey): Promise<void> {
    const work = this.#running.get(textOf(key));
    if (work !== undefined) await Promise.race([work, setTimeout(recordingMs, undefined, { ref: false })]);
  }

  cancel(key: QueueKey): void {
    const sending = this.#sending.get(textOf(key));
    if (sending === undefined) return;
    sending.isCancelled = true;
    sending.ending.abort();
  }

  #rests(text: string): boolean {
    const until = this.#resting.get(text);
    if (until === undefined) return false;
    if (until > this.#parts.clock.now()) return true;
    this.#resting.delete(text);
    return false;
  }

  tick(): void {
    if (this.#looking !== undefined || performance.now() < this.#nextLookMs) return;
    this.#looking = this.#look().finally(() => {
      this.#looking = undefined;
    });
  }

  async #look(): Promise<void> {
    const { queue, clock, logger } = this.#parts;
    const startedMs = performance.now();
    try {
      const places = maxParallel - this.#running.size;
      if (places > 0 && !this.#isStopping) {
        const due = await queue.due(clock.now(), places * 2);
        for (const key of due) this.#resting.delete(textOf(key));
        this.wake(due);
      }
    } catch (cause) {
      logger.error('notifications could not be looked for', { cause });
    }
    const endedMs = performance.now();
    this.#nextLookMs = endedMs + (endedMs - startedMs) * lookingShare;
  }

  #startWorkers(): void {
    if (this.#isStopping) return;
    for (const [text, key] of this.#waiting) {
      if (this.#running.size >= maxParallel) return;
      if (this.#running.has(text)) continue;
      this.#waiting.delete(text);
      const work = this.#workOn(key)
        .catch((cause: unknown) => {
          this.#parts.logger.error('notification could not be recorded', { cause });
        })
        .then(() => {
          this.#running.delete(text);
          this.#startWorkers();
        });
      this.#running.set(text, work);
    }
  }

  async #workOn(key: QueueKey): Promise<void> {
    const { queue, clock } = this.#parts;
    if (!(await queue.claim(key))) return;
    try {
      for (let sent = 0; sent < maxInTurn; sent += 1) {
        const pending = await queue.first(key);
        if (pending === undefined) return;
        if (pending.nextAttemptAt > clock.now()) {
          this.#resting.set(textOf(key), pending.nextAttemptAt);
          return;
        }
        if (this.#isStopping || !queue.holds(key)) return;
        if (!(await this.#deliver(pending))) return;
      }
      this.#waiting.set(textOf(key), key);
    } finally {
      await queue.release(key);
    }
  }

  /** Whether the next notification of the queue may follow at once. */
  async #deliver(pending: PendingNotification): Promise<boolean> {
    const { prepare, queue, clock, logger, counts } = this.#parts;
    const request = await prepare(pending);
    if (request === undefined) {
      await queue.discard(pending);
      counts.discarded += 1;
      return true;
    }
    const { isFinal, isCancelled, ...reply } = await this.#send(pending, request);
    if (this.#isStopping && !reply.isDelivered) return false;
    if (isCancelled && !reply.isDelivered) {
      await queue.discard(pending);
      counts.discarded += 1;
      return true;
    }
    const at = clock.now();
    const attempts = pending.attempts + 1;
    const isOver = isFinal || attempts >= maxAttempts;
    if (!reply.isDelivered) {
      const { subscriptionId } = pending;
      logger.warn('notification failed', { subscriptionId, attempts, reason: reply.reason, isOver });
    }
    const retry: { readonly retryAt?: number } = isOver
      ? {}
      : { retryAt: at + pauseMs(attempts, { ...reply, isFinal }, request.endpoint.cooldown) };
    await queue.record(pending, { at, ...reply, ...retry });
    counts[reply.isDelivered ? 'delivered' : 'failed'] += 1;
    if (isOver && !reply.isDelivered) counts.dead += 1;
    if (retry.retryAt !== undefined) this.#resting.set(textOf(pending), retry.retryAt);
    return isOver;
  }

  async #send(key: QueueKey, request: OutgoingRequest): Promise<Reply & { readonly isCancelled: boolean }> {
    const sending: Sending = { ending: new AbortController(), isCancelled: false };
    this.#sending.set(textOf(key), sending);
    if (this.#isStopping) sending.ending.abort();
    try {
      const reply = await sendNotification(request, { mqtt: this.#mqtt, ending: sending.ending });
      return { ...reply, isCancelled: sending.isCancelled };
    } finally {
      this.#sending.delete(textOf(key));
    }
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const { ending } of this.#sending.values()) ending.abort();
    await this.#looking;
    await this.#mqtt.stop();
    await Promise.all(this.#running.values());
  }
}

export const createDelivery = (parts: DeliveryParts): Delivery => new DeliveryJob(parts);
