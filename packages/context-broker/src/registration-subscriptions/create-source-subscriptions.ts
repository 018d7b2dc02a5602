import type { Route } from '@allmende/http';
import type { BrokerParts } from '../broker.ts';
import { createDelivery, type Delivery } from '../notifications/deliver-notifications.ts';
import type { Outgoing } from '../notifications/create-notifications.ts';
import { noCounts } from '../notifications/delivery-counts.ts';
import type { NotificationQueue } from '../notifications/notification-queue.ts';
import type { RegistrationHooks, RegistrationStore } from '../registrations/registration-store.ts';
import type { SubscriptionStore } from '../subscriptions/subscription-store.ts';
import { subscriptionRoutes } from '../subscriptions/subscription-routes.ts';
import { sourceQueries } from './source-query.ts';
import { SourceSubscriptions } from './source-subscriptions.ts';

/** Subscriptions to context source registrations (§5.11) of a broker. */
export interface SourceSubscriptionsModule<Transaction> extends Outgoing {
  readonly routes: readonly Route[];
  /** What the store of registrations tells of its changes. */
  readonly hooks: RegistrationHooks<Transaction>;
  start(): Promise<void>;
  /** Stops sending; what was not delivered stays queued. */
  stop(): Promise<void>;
}

interface Options<Transaction> {
  readonly parts: BrokerParts;
  readonly store: SubscriptionStore<Transaction>;
  readonly queue: NotificationQueue<Transaction>;
  /** The registrations of a tenant. */
  readonly all: RegistrationStore['all'];
}

const tickMs = 250;
/** How often is looked for what other processes changed; what they change is matched at once all the same. */
const refreshMs = 1000;

const routesOf = (
  parts: BrokerParts,
  store: SubscriptionStore<never>,
  sources: Pick<SourceSubscriptions<never>, 'addAndTell' | 'remove'>,
): readonly Route[] =>
  subscriptionRoutes({
    parts,
    store,
    active: {
      add: (stored) => sources.addAndTell(stored),
      remove: (tenant, id) => {
        sources.remove(tenant, id);
      },
    },
    path: '/ngsi-ld/v1/csourceSubscriptions',
    forSources: true,
    check: async (subscription) => {
      sourceQueries(subscription, await parts.contexts.compile(subscription.context));
    },
    clauses: ['6.12.3.1', '6.12.3.2', '6.13.3.1', '6.13.3.2', '6.13.3.3'],
  });

export const createSourceSubscriptions = <Transaction>({
  parts,
  store,
  queue,
  all,
}: Options<Transaction>): SourceSubscriptionsModule<Transaction> => {
  const { clock, logger } = parts;
  const counts = noCounts();
  const running: { delivery?: Delivery; timers: NodeJS.Timeout[]; tick: Promise<void> } = {
    timers: [],
    tick: Promise.resolve(),
  };
  const sources = new SourceSubscriptions({
    parts,
    store,
    queue,
    all,
    onQueued: (key) => running.delivery?.wake([key]),
  });
  const tick = (): void => {
    running.delivery?.tick();
    running.tick = sources.onTick().catch((cause: unknown) => {
      logger.error('periodic notifications of context sources failed', { cause });
    });
  };
  const refresh = (): void => {
    sources.refresh().catch((cause: unknown) => {
      logger.error('subscriptions to context sources could not be looked for', { cause });
    });
  };
  return {
    queue,
    counts,
    wake: (keys) => running.delivery?.wake(keys),
    hooks: {
      record: (transaction, change) => sources.record(transaction, change),
      onCommitted: (change) => {
        sources.onCommitted(change);
      },
    },
    routes: routesOf(parts, store, sources),
    start: async () => {
      await sources.refresh();
      running.delivery = createDelivery({
        queue,
        clock,
        logger,
        counts,
        prepare: (pending) => sources.prepare(pending),
      });
      running.timers = [setInterval(tick, tickMs), setInterval(refresh, refreshMs)];
      running.delivery.tick();
    },
    stop: async () => {
      for (const timer of running.timers) clearInterval(timer);
      await running.tick;
      await running.delivery?.stop();
    },
  };
};
