import { compileCoreContext } from '@allmende/jsonld';
import { silentLogger } from '@allmende/kernel';
import { fixedClock } from '@allmende/kernel/testing';
import { expect, it } from 'vitest';
import { anEntity, anInstance } from '../../test/entity-builder.ts';
import type { BrokerParts } from '../broker.ts';
import type { NotificationQueue, QueuedNotification } from '../notifications/notification-queue.ts';
import { createActiveSubscriptions } from './active-subscriptions.ts';
import type { Subscription } from './subscription.ts';
import type { SubscriptionStore } from './subscription-store.ts';

const document = (id: string) => ({
  id,
  type: 'Subscription' as const,
  notification: { endpoint: { uri: 'https://example.org/notify' } },
});

it('goes on with the others when a subscription fails, and tells which', async () => {
  const queued: QueuedNotification[] = [];
  const failures: unknown[] = [];
  const active = createActiveSubscriptions({
    parts: {
      clock: fixedClock(0),
      logger: { ...silentLogger, error: (_text: string, facts: unknown) => failures.push(facts) },
      contexts: { compile: () => Promise.resolve(compileCoreContext()) },
    } as unknown as BrokerParts,
    queue: {
      enqueueWithin: (_connection: unknown, notification: QueuedNotification) => queued.push(notification),
    } as unknown as NotificationQueue<never>,
    store: { newsWithin: () => undefined } as unknown as SubscriptionStore<never>,
    findWithin: () => undefined,
  });
  const sound = { tenant: '', queries: [{ limit: 1, offset: 0 }] };
  const failing = {
    tenant: '',
    document: document('urn:s:failing'),
    queries: [
      {
        limit: 1,
        offset: 0,
        get scopeQ(): never {
          throw new Error('cannot be judged');
        },
      },
    ],
  };
  for (const subscription of [failing, { ...sound, document: document('urn:s:sound') }]) {
    await active.add({
      subscription: subscription as unknown as Subscription,
      bookkeeping: { timesSent: 0, timesFailed: 0 },
    });
  }
  const after = anEntity('urn:a:1', { count: anInstance(1) });
  const [name = ''] = Object.keys(after.attributes);
  const change = {
    tenant: '',
    entityId: after.id,
    after,
    changedAttributes: [name],
    at: '2026-01-01T00:00:00.000Z',
  };
  await active.record(undefined as never, [change]);
  expect(queued.map(({ subscriptionId }) => subscriptionId)).toEqual(['urn:s:sound']);
  expect(active.queuedBy([change])).toEqual([{ tenant: '', subscriptionId: 'urn:s:sound' }]);
  expect(failures).toMatchObject([{ id: 'urn:s:failing', cause: new Error('cannot be judged') }]);
});
