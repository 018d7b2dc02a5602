import type { Clock, Logger } from '@allmende/kernel';
import type { MailMessage, MailSender } from './mail-sender.ts';
import {
  dueDeliveries,
  saveAttempt,
  type Delivery,
  type MonitoringDatabase,
} from './sql-monitoring-store.ts';

export interface AlertDeliveryParts {
  readonly database: MonitoringDatabase;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly mail: MailSender | undefined;
  readonly fetch: typeof fetch;
}

export interface AlertDelivery {
  /** Sends what is due, unless it is doing so already. */
  wake(): void;
  stop(): Promise<void>;
}

const timeoutMs = 10_000;
const maxAttempts = 8;
const batch = 16;

/** Pause after the given number of failed attempts: 5 s, doubling up to 10 minutes. */
export const retryPauseMs = (attempts: number): number => Math.min(5000 * 2 ** (attempts - 1), 600_000);

/** Sends queued e-mails and webhook calls; failed ones are repeated with growing pauses. */
export const createAlertDelivery = (parts: AlertDeliveryParts): AlertDelivery => {
  const { database, clock, logger } = parts;
  const stopping = new AbortController();
  let running: Promise<void> | undefined;

  const attempt = async (delivery: Delivery): Promise<void> => {
    const error = await send(parts, delivery, stopping.signal);
    if (stopping.signal.aborted && error !== undefined) return;
    const attempts = delivery.attempts + 1;
    const isOver = attempts >= maxAttempts || (delivery.channel === 'email' && parts.mail === undefined);
    if (error !== undefined) {
      logger.warn('alert delivery failed', { alertId: delivery.alertId, channel: delivery.channel, error });
    }
    await database.write((connection) => {
      saveAttempt(connection, delivery, {
        status: error === undefined ? 'sent' : isOver ? 'failed' : 'pending',
        nextAttemptAt: clock.now() + retryPauseMs(attempts),
        ...(error === undefined ? {} : { error }),
      });
    });
  };

  const sendDue = async (): Promise<void> => {
    for (;;) {
      const due = dueDeliveries(database.read, clock.now(), batch);
      if (due.length === 0 || stopping.signal.aborted) return;
      await Promise.all(due.map(attempt));
    }
  };

  return {
    wake: () => {
      if (stopping.signal.aborted) return;
      running ??= sendDue()
        .catch((cause: unknown) => {
          logger.error('alert deliveries could not be recorded', { cause });
        })
        .finally(() => {
          running = undefined;
        });
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
};

/** Sends one; answers why it failed, or undefined. */
const send = async (
  { mail, fetch: call }: AlertDeliveryParts,
  { channel, target, payload }: Delivery,
  stopping: AbortSignal,
): Promise<string | undefined> => {
  try {
    if (channel === 'email') {
      if (mail === undefined) return 'no mail server is configured';
      await mail.send({ ...(JSON.parse(payload) as Omit<MailMessage, 'to'>), to: target });
      return undefined;
    }
    const response = await call(target, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: payload,
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), stopping]),
    });
    await response.body?.cancel();
    return response.ok ? undefined : `status ${String(response.status)}`;
  } catch (cause) {
    return cause instanceof Error ? cause.message : 'unknown';
  }
};
