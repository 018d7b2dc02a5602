import type { Route } from '@allmende/http';
import { DomainError } from '@allmende/kernel';
import type { BeforeCommit, BrokerParts } from '../broker.ts';
import type { Outgoing } from '../notifications/create-notifications.ts';
import { createDeliveryRun, type DeliveryRun } from '../notifications/run-delivery.ts';
import type { NotificationQueue } from '../notifications/notification-queue.ts';
import type { FindWithin } from '../stores/broker-stores.ts';
import { createActiveSubscriptions, type ActiveSubscriptions } from './active-subscriptions.ts';
import { notificationBody } from './notification.ts';
import { subscriptionProblems } from './problems.ts';
import type { Subscription } from './subscription.ts';
import { subscriptionRoutes, type SubscriptionRoutesParts } from './subscription-routes.ts';
import type { SubscriptionStore } from './subscription-store.ts';

export interface Subscriptions extends Outgoing {
  readonly routes: readonly Route[];
  /** Queues a notification of what others told of. */
  notify(subscription: Subscription, data: readonly Record<string, unknown>[]): Promise<void>;
  find(tenant: string, id: string): Promise<Subscription | undefined>;
  all(): Promise<readonly Subscription[]>;
  /** Ends the subscriptions of a tenant, with what waits for them. */
  removeAll(tenant: string): Promise<void>;
  /** Takes up the stored subscriptions, listens to changes and sends what is still queued. */
  start(): Promise<void>;
  /** Stops sending; what was not delivered stays queued. */
  stop(): Promise<void>;
}

interface Options<Transaction> extends Pick<SubscriptionRoutesParts, 'onChanged' | 'refuse'> {
  readonly parts: BrokerParts;
  readonly store: SubscriptionStore<Transaction>;
  readonly queue: NotificationQueue<Transaction>;
  readonly findWithin: FindWithin<Transaction>;
  readonly beforeCommit: BeforeCommit<Transaction>;
}

/** What routes do to subscriptions, with what it means for what is being sent for them. */
export const whileDelivering = (
  { cancel, recorded }: Pick<DeliveryRun, 'cancel' | 'recorded'>,
  active: SubscriptionRoutesParts['active'],
): Pick<SubscriptionRoutesParts, 'active' | 'recorded'> => ({
  active: {
    add: (stored) => active.add(stored),
    remove: (tenant, id) => {
      active.remove(tenant, id);
      cancel({ tenant, subscriptionId: id });
    },
  },
  recorded,
});

const findIn = async <Transaction>(
  store: SubscriptionStore<Transaction>,
  tenant: string,
  id: string,
): Promise<Subscription | undefined> => {
  try {
    return (await store.find(tenant, id)).subscription;
  } catch (cause) {
    if (cause instanceof DomainError && cause.problem === subscriptionProblems.notFound) return undefined;
    throw cause;
  }
};

const removeAll = async <Transaction>(
  store: SubscriptionStore<Transaction>,
  active: Pick<ActiveSubscriptions<Transaction>, 'remove'>,
  tenant: string,
): Promise<void> => {
  for (const { subscription } of await store.list(tenant, await store.count(tenant), 0)) {
    await store.remove(tenant, subscription.document.id);
    active.remove(tenant, subscription.document.id);
  }
};

/** Subscriptions and notifications (§5.8) of a broker. */
export const createSubscriptions = <Transaction>({
  parts,
  store,
  queue,
  findWithin,
  beforeCommit,
  ...told
}: Options<Transaction>): Subscriptions => {
  const active = createActiveSubscriptions({ parts, store, queue, findWithin });
  const run = createDeliveryRun({
    ...parts,
    queue,
    prepare: (pending) => active.prepare(pending),
    onTick: () => {
      active.onTick();
    },
    refresh: () => active.refresh(),
  });
  const delivering = whileDelivering(run, active);
  // From the beginning: what is changed before the start, or by a process that only writes, is told by others.
  const endRecording = beforeCommit((transaction, changes) => active.record(transaction, changes));
  const running: { end?: () => void } = {};
  const all = async () => ((await store.news())?.changed ?? []).map(({ subscription }) => subscription);
  return {
    ...run,
    routes: subscriptionRoutes({
      parts,
      store,
      ...delivering,
      ...told,
      path: '/ngsi-ld/v1/subscriptions',
      clauses: ['6.10.3.1', '6.10.3.2', '6.11.3.1', '6.11.3.2', '6.11.3.3'],
    }),
    notify: async ({ tenant, document, ...rest }, data) => {
      const at = parts.clock.now();
      const key = { tenant, subscriptionId: document.id };
      const body = JSON.stringify(notificationBody({ tenant, document, ...rest }, data, at));
      await queue.enqueue({ ...key, body, at });
      run.wake([key]);
    },
    find: (tenant, id) => findIn(store, tenant, id),
    all,
    removeAll: (tenant) => removeAll(store, delivering.active, tenant),
    start: async () => {
      running.end = parts.onChange((changes) => {
        run.wake(active.queuedBy(changes));
      });
      await active.refresh();
      run.start();
    },
    stop: async () => {
      endRecording();
      running.end?.();
      await active.settled();
      await run.stop();
    },
  };
};
