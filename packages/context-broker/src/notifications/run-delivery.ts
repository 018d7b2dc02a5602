import type { Outgoing } from './create-notifications.ts';
import { createDelivery, type Delivery, type DeliveryParts } from './deliver-notifications.ts';
import type { QueueKey } from './notification-queue.ts';
import { noCounts } from './delivery-counts.ts';

interface RunParts extends Omit<DeliveryParts, 'counts'> {
  /** What else is to be done from time to time, before the queues are looked at. */
  readonly onTick: () => void;
  /** Takes up what other processes changed; what they change is matched at once all the same. */
  readonly refresh: () => Promise<void>;
}

/** A queue and who delivers from it, while it runs. */
export interface DeliveryRun extends Outgoing {
  start(): void;
  /** Waits, for a moment only, until what is being sent for a subscription is recorded. */
  recorded(key: QueueKey): Promise<void>;
  /** Ends what is being sent for a subscription that is gone. */
  cancel(key: QueueKey): void;
  /** Stops sending; what was not delivered stays queued. */
  stop(): Promise<void>;
}

const tickMs = 250;
const refreshMs = 1000;

/** Delivers from a queue between start and stop; may be started again. */
export const createDeliveryRun = ({ onTick, refresh, ...parts }: RunParts): DeliveryRun => {
  const counts = noCounts();
  const running: { delivery?: Delivery; timers: readonly NodeJS.Timeout[] } = { timers: [] };
  const refreshLogged = (): void => {
    refresh().catch((cause: unknown) => {
      parts.logger.error('subscriptions could not be looked for', { cause });
    });
  };
  return {
    queue: parts.queue,
    counts,
    wake: (keys) => running.delivery?.wake(keys),
    recorded: async (key) => running.delivery?.recorded(key),
    cancel: (key) => running.delivery?.cancel(key),
    start: () => {
      const delivery = createDelivery({ ...parts, counts });
      const tick = (): void => {
        onTick();
        delivery.tick();
      };
      running.delivery = delivery;
      running.timers = [setInterval(tick, tickMs), setInterval(refreshLogged, refreshMs)];
      delivery.tick();
    },
    stop: async () => {
      for (const timer of running.timers) clearInterval(timer);
      await running.delivery?.stop();
    },
  };
};
