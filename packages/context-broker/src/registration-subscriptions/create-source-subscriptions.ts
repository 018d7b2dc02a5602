import type { Route } from '@allmende/http';
import type { BrokerParts } from '../broker.ts';
import type { Outgoing } from '../notifications/create-notifications.ts';
import { createDeliveryRun } from '../notifications/run-delivery.ts';
import { whileDelivering } from '../subscriptions/create-subscriptions.ts';
import type { NotificationQueue } from '../notifications/notification-queue.ts';
import type { RegistrationHooks, RegistrationStore } from '../registrations/registration-store.ts';
import type { SubscriptionStore } from '../subscriptions/subscription-store.ts';
import { subscriptionRoutes, type SubscriptionRoutesParts } from '../subscriptions/subscription-routes.ts';
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
  readonly others: NonNullable<SubscriptionRoutesParts['others']>;
}

interface RoutesOptions {
  readonly delivering: Pick<SubscriptionRoutesParts, 'active' | 'recorded'>;
  readonly others: NonNullable<SubscriptionRoutesParts['others']>;
}

const routesOf = (
  parts: BrokerParts,
  store: SubscriptionStore<never>,
  { delivering, others }: RoutesOptions,
): readonly Route[] =>
  subscriptionRoutes({
    parts,
    store,
    ...delivering,
    path: '/ngsi-ld/v1/csourceSubscriptions',
    forSources: true,
    others,
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
  others,
}: Options<Transaction>): SourceSubscriptionsModule<Transaction> => {
  const { clock, logger } = parts;
  const ticking: { turn: Promise<void> } = { turn: Promise.resolve() };
  const sources: SourceSubscriptions<Transaction> = new SourceSubscriptions({
    parts,
    store,
    queue,
    all,
    onQueued: (key) => {
      run.wake([key]);
    },
  });
  const run = createDeliveryRun({
    queue,
    clock,
    logger,
    prepare: (pending) => sources.prepare(pending),
    onTick: () => {
      ticking.turn = sources.onTick().catch((cause: unknown) => {
        logger.error('periodic notifications of context sources failed', { cause });
      });
    },
    refresh: () => sources.refresh(),
  });
  return {
    ...run,
    hooks: {
      record: (transaction, change) => sources.record(transaction, change),
      onCommitted: (change) => {
        sources.onCommitted(change);
      },
    },
    routes: routesOf(parts, store, {
      delivering: whileDelivering(run, {
        add: (stored) => sources.addAndTell(stored),
        remove: (tenant, id) => {
          sources.remove(tenant, id);
        },
      }),
      others,
    }),
    start: async () => {
      await sources.refresh();
      run.start();
    },
    stop: async () => {
      await ticking.turn;
      await run.stop();
    },
  };
};
