import type { Route } from '@allmende/http';
import type { BrokerParts } from '../broker.ts';
import { observed } from '../registrations/observed-registrations.ts';
import type { RegistrationStore } from '../registrations/registration-store.ts';
import { createDelivery, type Delivery } from '../subscriptions/deliver-notifications.ts';
import { createSqlSubscriptionStore } from '../subscriptions/sql-subscription-store.ts';
import type { SubscriptionStore } from '../subscriptions/subscription-store.ts';
import { subscriptionRoutes, type SubscriptionRoutesParts } from '../subscriptions/subscription-routes.ts';
import { sourceQueries } from './source-query.ts';
import { SourceSubscriptions } from './source-subscriptions.ts';

/** Subscriptions to context source registrations (§5.11) of a broker. */
export interface SourceSubscriptionsModule {
  readonly routes: readonly Route[];
  /** The store whose changes are notified. */
  readonly registrations: RegistrationStore;
  start(): Promise<void>;
  /** Stops sending; what was not delivered stays queued. */
  stop(): Promise<void>;
}

const tickMs = 250;

interface RoutesOptions {
  readonly sources: SourceSubscriptions;
  readonly others: NonNullable<SubscriptionRoutesParts['others']>;
}

const routesOf = (
  parts: BrokerParts,
  store: SubscriptionStore,
  { sources, others }: RoutesOptions,
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
    others,
    check: async (subscription) => {
      sourceQueries(subscription, await parts.contexts.compile(subscription.context));
    },
    clauses: ['6.12.3.1', '6.12.3.2', '6.13.3.1', '6.13.3.2', '6.13.3.3'],
  });

export const createSourceSubscriptions = (
  parts: BrokerParts,
  registrations: RegistrationStore,
  others: NonNullable<SubscriptionRoutesParts['others']>,
): SourceSubscriptionsModule => {
  const store = createSqlSubscriptionStore(parts.database, {
    subscriptions: 'registration_subscriptions',
    outbox: 'registration_notification_outbox',
  });
  const running: { delivery?: Delivery; timer?: NodeJS.Timeout; tick: Promise<void> } = {
    tick: Promise.resolve(),
  };
  const sources = new SourceSubscriptions({
    parts,
    store,
    registrations,
    onQueued: () => running.delivery?.wake(),
  });
  const { clock, logger } = parts;
  const tick = (): void => {
    running.tick = sources
      .onTick()
      .then(() => running.delivery?.wake())
      .catch((cause: unknown) => {
        logger.error('periodic notifications of context sources failed', { cause });
      });
  };
  return {
    registrations: observed(registrations, (change) => sources.onChange(change)),
    routes: routesOf(parts, store, { sources, others }),
    start: async () => {
      await Promise.all(store.all().map((stored) => sources.add(stored)));
      running.delivery = createDelivery({
        store,
        clock,
        logger,
        prepare: (pending) => sources.prepare(pending),
      });
      running.timer = setInterval(tick, tickMs);
      running.delivery.wake();
    },
    stop: async () => {
      clearInterval(running.timer);
      await running.tick;
      await running.delivery?.stop();
    },
  };
};
