import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentLogger } from '@allmende/kernel';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDelivery, type Delivery } from './deliver-notifications.ts';
import { noCounts } from './delivery-counts.ts';
import type { NotificationQueue, PendingNotification } from './notification-queue.ts';

const key = { tenant: '', subscriptionId: 'urn:s' };
const pending: PendingNotification = { ...key, seq: 1, body: '{}', attempts: 0, nextAttemptAt: 0 };

let silent: Server;
let uri: string;
beforeEach(async () => {
  silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  uri = `http://127.0.0.1:${String((silent.address() as AddressInfo).port)}/`;
});
afterEach(() => {
  silent.closeAllConnections();
  silent.close();
});

/** A queue of one notification that tells what was done with it. */
const queueOfOne = () => {
  const done: string[] = [];
  const queue: NotificationQueue<never> = {
    enqueue: () => Promise.resolve(),
    enqueueWithin: () => undefined,
    lastQueuedWithin: () => undefined,
    due: () => Promise.resolve([]),
    claim: () => Promise.resolve(true),
    holds: () => true,
    release: () => Promise.resolve(void done.push('released')),
    first: () => Promise.resolve(done.length === 0 ? pending : undefined),
    discard: () => Promise.resolve(void done.push('discarded')),
    record: () => Promise.resolve(void done.push('recorded')),
    startPeriod: () => Promise.resolve(true),
    totals: () => Promise.resolve({ waiting: 0, dead: 0, dropped: 0 }),
  };
  return { queue, done };
};

const deliveryFrom = (
  queue: NotificationQueue<never>,
  prepared: Promise<void> = Promise.resolve(),
): Delivery =>
  createDelivery({
    queue,
    clock: { now: () => 1 },
    logger: silentLogger,
    counts: noCounts(),
    prepare: async () => {
      await prepared;
      return { endpoint: { uri, timeout: 60_000 }, headers: {}, body: '{}' };
    },
  });

it('stops at once, and leaves in the queue what was under way', async () => {
  const { queue, done } = queueOfOne();
  const delivery = deliveryFrom(queue);
  delivery.wake([key]);
  await once(silent, 'request');
  await delivery.stop();
  expect(done).toEqual(['released']);
});

it('sends nothing more that is being prepared when it is stopped', async () => {
  const { queue, done } = queueOfOne();
  const preparing = Promise.withResolvers<undefined>();
  const delivery = deliveryFrom(queue, preparing.promise);
  delivery.wake([key]);
  let requests = 0;
  silent.on('request', () => (requests += 1));
  await new Promise((resolve) => setTimeout(resolve, 5));
  const stopped = delivery.stop();
  preparing.resolve(undefined);
  await stopped;
  expect(done).toEqual(['released']);
  expect(requests).toBe(0);
});

it('discards what is under way when its subscription is gone', async () => {
  const { queue, done } = queueOfOne();
  const delivery = deliveryFrom(queue);
  delivery.wake([key]);
  await once(silent, 'request');
  delivery.cancel(key);
  await expect.poll(() => done).toEqual(['discarded', 'released']);
  await delivery.stop();
});
