import type { Route } from '@allmende/http';
import type { BrokerParts } from '../broker.ts';
import { createDelivery, type Delivery } from '../notifications/deliver-notifications.ts';
import type { Outgoing } from '../notifications/create-notifications.ts';
import { noCounts } from '../notifications/delivery-counts.ts';
import { createSqlNotificationQueue } from '../notifications/sql-notification-queue.ts';
import { createActiveSubscriptions } from './active-subscriptions.ts';
import { createSqlSubscriptionStore, subscriptionTables } from './sql-subscription-store.ts';
import { subscriptionRoutes } from './subscription-routes.ts';

export { subscriptionMigrations } from './sql-subscription-store.ts';

export interface Subscriptions extends Outgoing {
  readonly routes: readonly Route[];
  /** Takes up the stored subscriptions, listens to changes and sends what is still queued. */
  start(): Promise<void>;
  /** Stops sending; what was not delivered stays queued. */
  stop(): Promise<void>;
}

const tickMs = 250;

/** Subscriptions and notifications (§5.8) of a broker. */
export const createSubscriptions = (parts: BrokerParts): Subscriptions => {
  const store = createSqlSubscriptionStore(parts.database, subscriptionTables.entities);
  const queue = createSqlNotificationQueue(parts.database, subscriptionTables.entities);
  const active = createActiveSubscriptions({ parts, queue });
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
      const endRecording = parts.beforeCommit((connection, changes) => {
        active.record(connection, changes);
      });
      const endListening = parts.onChange((changes) => {
        delivery.wake(active.queuedBy(changes));
      });
      await Promise.all(store.all().map((stored) => active.add(stored)));
      const timer = setInterval(() => {
        active.onTick();
        delivery.tick();
      }, tickMs);
      running.end = () => {
        clearInterval(timer);
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
