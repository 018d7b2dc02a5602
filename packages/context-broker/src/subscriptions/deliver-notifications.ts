import type { Clock, Logger } from '@allmende/kernel';
import { createMqttSender, isMqtt, type MqttSender } from './mqtt-sender.ts';
import { mqttPayload } from './notification.ts';
import type { PendingNotification, SubscriptionStore } from './subscription-store.ts';
import type { Endpoint } from './subscription.ts';

/** How a pending notification is to be sent. */
export interface OutgoingRequest {
  readonly endpoint: Endpoint;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface DeliveryParts {
  readonly store: Pick<SubscriptionStore<never>, 'due' | 'discard' | 'record'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Undefined when the subscription is paused, expired or gone: the notification is dropped then. */
  readonly prepare: (
    pending: PendingNotification,
  ) => OutgoingRequest | undefined | Promise<OutgoingRequest | undefined>;
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

const timeoutOf = ({ endpoint }: OutgoingRequest): number =>
  Math.ceil(Math.min(endpoint.timeout ?? defaultTimeoutMs, maxTimeoutMs));

const post = async (request: OutgoingRequest, stopping: AbortSignal): Promise<Reply> => {
  try {
    const response = await fetch(request.endpoint.uri, {
      method: 'POST',
      headers: request.headers,
      body: request.body,
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(timeoutOf(request)), stopping]),
    });
    await response.body?.cancel();
    const { status, ok } = response;
    const isRepeatable = status >= 500 || status === 408 || status === 425 || status === 429;
    return { isDelivered: ok, isFinal: ok || !isRepeatable, reason: `status ${String(status)}` };
  } catch (cause) {
    return { isDelivered: false, isFinal: false, reason: cause instanceof Error ? cause.name : 'unknown' };
  }
};

/** What the MQTT broker refuses may work later, as its topics and users come and go. */
const publish = async (request: OutgoingRequest, mqtt: MqttSender): Promise<Reply> => {
  const { endpoint, headers, body } = request;
  try {
    await mqtt.send({ endpoint, payload: mqttPayload(headers, body), timeoutMs: timeoutOf(request) });
    return { isDelivered: true, isFinal: true, reason: 'published' };
  } catch (cause) {
    return { isDelivered: false, isFinal: false, reason: cause instanceof Error ? cause.message : 'unknown' };
  }
};

const send = (
  request: OutgoingRequest,
  { mqtt, stopping }: { readonly mqtt: MqttSender; readonly stopping: AbortSignal },
): Promise<Reply> => (isMqtt(request.endpoint) ? publish(request, mqtt) : post(request, stopping));

const warnOfFailure = (
  logger: Logger,
  { subscriptionId }: PendingNotification,
  facts: { readonly attempts: number; readonly reason: string; readonly isOver: boolean },
): void => {
  logger.warn('notification failed', { subscriptionId, ...facts });
};

/** Runs a work when it is asked for, and once more after the one under way. */
const oneAtATime = (work: () => Promise<void>): { ask(): void; settled(): Promise<void> } => {
  const state: { isAsked: boolean; now?: Promise<void> } = { isAsked: false };
  const run = async (): Promise<void> => {
    while (state.isAsked) {
      state.isAsked = false;
      await work();
    }
    delete state.now;
  };
  return {
    ask: () => {
      state.isAsked = true;
      state.now ??= run();
    },
    settled: async () => {
      await state.now;
    },
  };
};

/**
 * Sends queued notifications: in order and one at a time per subscription, many subscriptions in parallel.
 * A failed attempt is repeated with growing pauses; a notification that was under way at a stop stays queued.
 */
export const createDelivery = ({ store, clock, logger, prepare }: DeliveryParts): Delivery => {
  const stopping = new AbortController();
  const mqtt = createMqttSender();
  const running = new Map<string, Promise<void>>();

  const deliver = async (pending: PendingNotification): Promise<void> => {
    const request = await prepare(pending);
    if (request === undefined) return store.discard(pending);
    const reply = await send(request, { mqtt, stopping: stopping.signal });
    if (stopping.signal.aborted && !reply.isDelivered) return;
    const at = clock.now();
    const attempts = pending.attempts + 1;
    const isOver = reply.isFinal || attempts >= maxAttempts;
    if (!reply.isDelivered) warnOfFailure(logger, pending, { attempts, reason: reply.reason, isOver });
    await store.record(pending, {
      at,
      isDelivered: reply.isDelivered,
      ...(isOver ? {} : { retryAt: at + backoffMs(attempts, request.endpoint.cooldown) }),
    });
  };

  const start = (due: readonly PendingNotification[], busy: ReadonlySet<string>): void => {
    if (stopping.signal.aborted) return;
    for (const pending of due) {
      const key = `${pending.tenant}\n${pending.subscriptionId}`;
      if (running.size >= maxParallel) return;
      // What was under way when the store was asked may be done since, and is seen as due all the same.
      if (running.has(key) || busy.has(key)) continue;
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
          if (isGoingOn) looking.ask();
        });
      running.set(key, work);
    }
  };

  const looking = oneAtATime(async () => {
    const busy = new Set(running.keys());
    try {
      start(await store.due(clock.now(), maxParallel * 2), busy);
    } catch (cause) {
      logger.error('notifications could not be looked up', { cause });
    }
  });

  return {
    wake: () => {
      if (!stopping.signal.aborted) looking.ask();
    },
    stop: async () => {
      stopping.abort();
      await mqtt.stop();
      await looking.settled();
      await Promise.all(running.values());
    },
  };
};
