import type { Route } from '@allmende/http';
import type { BrokerParts } from '../broker.ts';
import { createActiveSubscriptions } from './active-subscriptions.ts';
import { createDelivery, type Delivery } from './deliver-notifications.ts';
import { createSqlSubscriptionStore } from './sql-subscription-store.ts';
import { notificationBody } from './notification.ts';
import type { Subscription } from './subscription.ts';
import type { SubscriptionStore } from './subscription-store.ts';
import { subscriptionRoutes, type SubscriptionRoutesParts } from './subscription-routes.ts';

export { subscriptionMigrations } from './sql-subscription-store.ts';

export interface Subscriptions {
  readonly routes: readonly Route[];
  /** Queues a notification of what others told of. */
  notify(subscription: Subscription, data: readonly Record<string, unknown>[]): Promise<void>;
  find(tenant: string, id: string): Promise<Subscription | undefined>;
  all(): Promise<readonly Subscription[]>;
  /** Takes up the stored subscriptions, listens to changes and sends what is still queued. */
  start(): Promise<void>;
  /** Stops sending; what was not delivered stays queued. */
  stop(): Promise<void>;
}

const tickMs = 250;

interface ForOthers {
  readonly parts: BrokerParts;
  readonly store: SubscriptionStore;
  readonly wake: () => void;
}

/** What those need who notify in the name of subscriptions. */
const forOthers = ({ parts, store, wake }: ForOthers): Pick<Subscriptions, 'notify' | 'find' | 'all'> => ({
  notify: async (subscription, data) => {
    const at = parts.clock.now();
    const { tenant, document } = subscription;
    const body = JSON.stringify(notificationBody(subscription, data, at));
    await store.enqueue({ tenant, subscriptionId: document.id, body, at });
    wake();
  },
  find: (tenant, id) =>
    Promise.resolve(
      store.all().find(({ subscription: one }) => one.tenant === tenant && one.document.id === id)
        ?.subscription,
    ),
  all: () => Promise.resolve(store.all().map(({ subscription }) => subscription)),
});

/** Subscriptions and notifications (§5.8) of a broker. */
export const createSubscriptions = (
  parts: BrokerParts,
  told: Pick<SubscriptionRoutesParts, 'onChanged' | 'refuse'> = {},
): Subscriptions => {
  const store = createSqlSubscriptionStore(parts.database);
  const running: { delivery?: Delivery; end?: () => void; hasQueued: boolean } = { hasQueued: false };
  const onQueued = (): void => {
    running.hasQueued = true;
  };
  const active = createActiveSubscriptions({ parts, store, onQueued });
  return {
    routes: subscriptionRoutes({
      parts,
      store,
      active,
      ...told,
      path: '/ngsi-ld/v1/subscriptions',
      clauses: ['6.10.3.1', '6.10.3.2', '6.11.3.1', '6.11.3.2', '6.11.3.3'],
    }),
    ...forOthers({ parts, store, wake: () => running.delivery?.wake() }),
    start: async () => {
      const endRecording = parts.beforeCommit((connection, changes) => {
        active.record(connection, changes);
      });
      const endListening = parts.onChange(() => {
        if (!running.hasQueued) return;
        running.hasQueued = false;
        running.delivery?.wake();
      });
      await Promise.all(store.all().map((stored) => active.add(stored)));
      const { clock, logger } = parts;
      const delivery = createDelivery({
        store,
        clock,
        logger,
        prepare: (pending) => active.prepare(pending),
      });
      const timer = setInterval(() => {
        active.onTick();
        delivery.wake();
      }, tickMs);
      running.delivery = delivery;
      running.end = () => {
        clearInterval(timer);
        endRecording();
        endListening();
      };
      delivery.wake();
    },
    stop: async () => {
      running.end?.();
      await active.settled();
      await running.delivery?.stop();
    },
  };
};
