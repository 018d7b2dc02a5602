import type { Route } from '@allmende/http';
import type { BrokerParts } from '../broker.ts';
import type { DeliveryCounts } from './delivery-counts.ts';
import { notificationMetrics, type Metric } from './notification-metrics.ts';
import type { NotificationKind, NotificationQueue, QueueKey } from './notification-queue.ts';
import { notificationRoutes } from './notification-routes.ts';
import { createSqlDeadNotificationStore } from './sql-dead-notification-store.ts';

/** A queue and who delivers from it. */
export interface Outgoing {
  readonly queue: NotificationQueue;
  readonly counts: Readonly<DeliveryCounts>;
  /** Sends what waits in these queues. */
  wake(keys: Iterable<QueueKey>): void;
}

/** What can be seen and done about the notifications of both kinds. */
export interface Notifications {
  readonly routes: readonly Route[];
  metrics(): Promise<readonly Metric[]>;
}

export const createNotifications = (
  { database, clock }: Pick<BrokerParts, 'database' | 'clock'>,
  outgoing: Readonly<Record<NotificationKind, Outgoing>>,
): Notifications => ({
  routes: notificationRoutes({
    dead: createSqlDeadNotificationStore(database),
    clock,
    wake: (kind, keys) => {
      outgoing[kind].wake(keys);
    },
  }),
  metrics: () =>
    notificationMetrics([
      { kind: 'entities', ...outgoing.entities },
      { kind: 'sources', ...outgoing.sources },
    ]),
});
