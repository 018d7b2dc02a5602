import type { Route } from '@allmende/http';
import type { BeforeCommit, BrokerParts } from '../broker.ts';
import type { FindWithin } from '../stores/broker-stores.ts';
import { createActiveSubscriptions } from './active-subscriptions.ts';
import { createDelivery, type Delivery } from './deliver-notifications.ts';
import { subscriptionRoutes } from './subscription-routes.ts';
import type { SubscriptionStore } from './subscription-store.ts';

export interface Subscriptions {
  readonly routes: readonly Route[];
  /** Takes up the stored subscriptions, listens to changes and sends what is still queued. */
  start(): Promise<void>;
  /** Stops sending; what was not delivered stays queued. */
  stop(): Promise<void>;
}

interface Options<Transaction> {
  readonly parts: BrokerParts;
  readonly store: SubscriptionStore<Transaction>;
  readonly findWithin: FindWithin<Transaction>;
  readonly beforeCommit: BeforeCommit<Transaction>;
}

const tickMs = 250;

/** Subscriptions and notifications (§5.8) of a broker. */
export const createSubscriptions = <Transaction>({
  parts,
  store,
  findWithin,
  beforeCommit,
}: Options<Transaction>): Subscriptions => {
  const running: { delivery?: Delivery; end?: () => void; hasQueued: boolean } = { hasQueued: false };
  const onQueued = (): void => {
    running.hasQueued = true;
  };
  const active = createActiveSubscriptions({ parts, store, findWithin, onQueued });
  return {
    routes: subscriptionRoutes({
      parts,
      store,
      active,
      path: '/ngsi-ld/v1/subscriptions',
      clauses: ['6.10.3.1', '6.10.3.2', '6.11.3.1', '6.11.3.2', '6.11.3.3'],
    }),
    start: async () => {
      const endRecording = beforeCommit((transaction, changes) => active.record(transaction, changes));
      const endListening = parts.onChange(() => {
        if (!running.hasQueued) return;
        running.hasQueued = false;
        running.delivery?.wake();
      });
      await Promise.all((await store.all()).map((stored) => active.add(stored)));
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
