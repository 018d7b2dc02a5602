import type { Route } from '@allmende/http';
import type { BeforeCommit, BrokerParts } from '../broker.ts';
import { createDelivery, type Delivery } from '../notifications/deliver-notifications.ts';
import type { Outgoing } from '../notifications/create-notifications.ts';
import { noCounts } from '../notifications/delivery-counts.ts';
import type { NotificationQueue } from '../notifications/notification-queue.ts';
import type { FindWithin } from '../stores/broker-stores.ts';
import { createActiveSubscriptions } from './active-subscriptions.ts';
import { subscriptionRoutes } from './subscription-routes.ts';
import type { SubscriptionStore } from './subscription-store.ts';

export interface Subscriptions extends Outgoing {
  readonly routes: readonly Route[];
  /** Takes up the stored subscriptions, listens to changes and sends what is still queued. */
  start(): Promise<void>;
  /** Stops sending; what was not delivered stays queued. */
  stop(): Promise<void>;
}

interface Options<Transaction> {
  readonly parts: BrokerParts;
  readonly store: SubscriptionStore<Transaction>;
  readonly queue: NotificationQueue<Transaction>;
  readonly findWithin: FindWithin<Transaction>;
  readonly beforeCommit: BeforeCommit<Transaction>;
}

const tickMs = 250;
/** How often is looked for what other processes changed; what they change is matched at once all the same. */
const refreshMs = 1000;

/** Subscriptions and notifications (§5.8) of a broker. */
export const createSubscriptions = <Transaction>({
  parts,
  store,
  queue,
  findWithin,
  beforeCommit,
}: Options<Transaction>): Subscriptions => {
  const active = createActiveSubscriptions({ parts, store, queue, findWithin });
  const { clock, logger } = parts;
  const counts = noCounts();
  const running: { delivery?: Delivery; end?: () => void } = {};
  return {
    queue,
    counts,
    wake: (keys) => running.delivery?.wake(keys),
    routes: subscriptionRoutes({
      parts,
      store,
      active,
      path: '/ngsi-ld/v1/subscriptions',
      clauses: ['6.10.3.1', '6.10.3.2', '6.11.3.1', '6.11.3.2', '6.11.3.3'],
    }),
    start: async () => {
      const delivery = createDelivery({
        queue,
        clock,
        logger,
        counts,
        prepare: (pending) => active.prepare(pending),
      });
      running.delivery = delivery;
      const endRecording = beforeCommit((transaction, changes) => active.record(transaction, changes));
      const endListening = parts.onChange((changes) => {
        delivery.wake(active.queuedBy(changes));
      });
      await active.refresh();
      const timer = setInterval(() => {
        active.onTick();
        delivery.tick();
      }, tickMs);
      const refreshing = setInterval(() => {
        active.refresh().catch((cause: unknown) => {
          logger.error('subscriptions could not be looked for', { cause });
        });
      }, refreshMs);
      running.end = () => {
        clearInterval(timer);
        clearInterval(refreshing);
        endRecording();
        endListening();
      };
      delivery.tick();
    },
    stop: async () => {
      running.end?.();
      await active.settled();
      await running.delivery?.stop();
    },
  };
};
