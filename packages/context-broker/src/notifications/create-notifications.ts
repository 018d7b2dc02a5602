import type { Route } from '@allmende/http';
import type { DeliveryCounts } from './delivery-counts.ts';
import { notificationMetrics, type Metric } from './notification-metrics.ts';
import type { NotificationKind, NotificationQueue, QueueKey } from './notification-queue.ts';
import { notificationRoutes, type NotificationRoutesParts } from './notification-routes.ts';

/** A queue and who delivers from it. */
export interface Outgoing {
  readonly queue: NotificationQueue<never>;
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
  { clock, dead }: Pick<NotificationRoutesParts, 'clock' | 'dead'>,
  outgoing: Readonly<Record<NotificationKind, Outgoing>>,
): Notifications => ({
  routes: notificationRoutes({
    dead,
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
