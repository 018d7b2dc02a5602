import type { DeliveryCounts } from './delivery-counts.ts';
import type { NotificationKind, NotificationQueue } from './notification-queue.ts';

/** A figure that is collected when somebody asks for it. */
export interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly samples: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number;
  }[];
}

interface Measured {
  readonly kind: NotificationKind;
  readonly queue: Pick<NotificationQueue<never>, 'totals'>;
  readonly counts: Readonly<DeliveryCounts>;
}

/** Figures of notifications: what waits and was given up, and what this process sent. */
export const notificationMetrics = async (measured: readonly Measured[]): Promise<readonly Metric[]> => {
  const all = await Promise.all(
    measured.map(async ({ kind, queue, counts }) => ({ kind, totals: await queue.totals(), counts })),
  );
  const of = (value: (one: (typeof all)[number]) => number, labels: Readonly<Record<string, string>> = {}) =>
    all.map((one) => ({ labels: { kind: one.kind, ...labels }, value: value(one) }));
  return [
    {
      name: 'allmende_notifications_waiting',
      type: 'gauge',
      help: 'Notifications that are queued.',
      samples: of(({ totals }) => totals.waiting),
    },
    {
      name: 'allmende_notifications_dead',
      type: 'gauge',
      help: 'Notifications that were given up and are kept.',
      samples: of(({ totals }) => totals.dead),
    },
    {
      name: 'allmende_notifications_dropped',
      type: 'gauge',
      help: 'Notifications that gave way in full queues of the subscriptions that exist.',
      samples: of(({ totals }) => totals.dropped),
    },
    {
      name: 'allmende_notification_attempts_total',
      type: 'counter',
      help: 'Attempts of this process to deliver a notification.',
      samples: [
        ...of(({ counts }) => counts.delivered, { outcome: 'delivered' }),
        ...of(({ counts }) => counts.failed, { outcome: 'failed' }),
      ],
    },
    {
      name: 'allmende_notifications_ended_total',
      type: 'counter',
      help: 'Notifications that this process ended without delivery: given up, or of a subscription not active.',
      samples: [
        ...of(({ counts }) => counts.dead, { reason: 'given-up' }),
        ...of(({ counts }) => counts.discarded, { reason: 'subscription-not-active' }),
      ],
    },
  ];
};
