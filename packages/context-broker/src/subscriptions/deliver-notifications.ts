import type { Clock, Logger } from '@allmende/kernel';
import type { PendingNotification, SubscriptionStore } from './subscription-store.ts';
import type { Endpoint } from './subscription.ts';

/** How a pending notification is to be sent. */
export interface OutgoingRequest {
  readonly endpoint: Endpoint;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface DeliveryParts {
  readonly store: SubscriptionStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Undefined when the subscription is paused, expired or gone: the notification is dropped then. */
  readonly prepare: (pending: PendingNotification) => OutgoingRequest | undefined;
}

export interface Delivery {
  /** Sends what is due; call it when something was queued and from time to time. */
  wake(): void;
  stop(): Promise<void>;
}

const defaultTimeoutMs = 10_000;
const maxTimeoutMs = 60_000;
const maxAttempts = 6;
const maxParallel = 32;

/** Waiting time after the given number of failed attempts; doubles up to a minute. */
export const backoffMs = (attempts: number, cooldown = 0): number =>
  Math.max(cooldown, Math.min(1000 * 2 ** (attempts - 1), 60_000));

type Reply = { readonly isDelivered: boolean; readonly isFinal: boolean; readonly reason: string };

const post = async (request: OutgoingRequest, stopping: AbortSignal): Promise<Reply> => {
  const timeout = Math.min(request.endpoint.timeout ?? defaultTimeoutMs, maxTimeoutMs);
  try {
    const response = await fetch(request.endpoint.uri, {
      method: 'POST',
      headers: request.headers,
      body: request.body,
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(Math.ceil(timeout)), stopping]),
    });
    await response.body?.cancel();
    const { status, ok } = response;
    const isRepeatable = status >= 500 || status === 408 || status === 425 || status === 429;
    return { isDelivered: ok, isFinal: ok || !isRepeatable, reason: `status ${String(status)}` };
  } catch (cause) {
    return { isDelivered: false, isFinal: false, reason: cause instanceof Error ? cause.name : 'unknown' };
  }
};

/**
 * Sends queued notifications: in order and one at a time per subscription, many subscriptions in parallel.
 * A failed attempt is repeated with growing pauses; a notification that was under way at a stop stays queued.
 */
export const createDelivery = ({ store, clock, logger, prepare }: DeliveryParts): Delivery => {
  const stopping = new AbortController();
  const running = new Map<string, Promise<void>>();

  const deliver = async (pending: PendingNotification): Promise<void> => {
    const request = prepare(pending);
    if (request === undefined) return store.discard(pending);
    const reply = await post(request, stopping.signal);
    if (stopping.signal.aborted && !reply.isDelivered) return;
    const at = clock.now();
    const attempts = pending.attempts + 1;
    const isOver = reply.isFinal || attempts >= maxAttempts;
    if (!reply.isDelivered) {
      const { subscriptionId } = pending;
      logger.warn('notification failed', { subscriptionId, attempts, reason: reply.reason, isOver });
    }
    await store.record(pending, {
      at,
      isDelivered: reply.isDelivered,
      ...(isOver ? {} : { retryAt: at + backoffMs(attempts, request.endpoint.cooldown) }),
    });
  };

  const wake = (): void => {
    if (stopping.signal.aborted) return;
    for (const pending of store.due(clock.now(), maxParallel * 2)) {
      const key = `${pending.tenant}\n${pending.subscriptionId}`;
      if (running.size >= maxParallel) return;
      if (running.has(key)) continue;
      const work = deliver(pending)
        .then(
          () => true,
          (cause: unknown) => {
            logger.error('notification could not be recorded', { cause });
            return false;
          },
        )
        .then((isGoingOn) => {
          running.delete(key);
          if (isGoingOn) wake();
        });
      running.set(key, work);
    }
  };

  return {
    wake,
    stop: async () => {
      stopping.abort();
      await Promise.all(running.values());
    },
  };
};
