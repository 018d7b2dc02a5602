import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PendingNotification, QueuedNotification, SubscriptionStore } from './subscription-store.ts';
import type { Subscription } from './subscription.ts';

type TestedStore = Omit<SubscriptionStore<never>, 'enqueueWithin' | 'lastQueuedWithin'>;

/** A fresh store. */
export interface SubscriptionStoreUnderTest {
  readonly store: TestedStore;
  /** Queues a notification within a transaction that then commits, or fails. */
  enqueueInTransaction(notification: QueuedNotification, commits: boolean): Promise<void>;
  /** What `lastQueuedWithin` answers in a transaction of its own. */
  lastQueued(tenant: string, id: string): Promise<number | undefined>;
  remove(): Promise<void>;
}

const id = 'urn:ngsi-ld:Subscription:1';
const subscription = (more: Partial<Subscription['document']> = {}, tenant = ''): Subscription => ({
  tenant,
  document: {
    id,
    type: 'Subscription',
    entities: [{ type: 'T' }],
    notification: { endpoint: { uri: 'http://receiver.example' } },
    ...more,
  },
  context: undefined,
  queries: [{ limit: 1, offset: 0 }],
  shown: {},
  createdAt: '2026-03-01T12:00:00.000Z',
  modifiedAt: '2026-03-01T12:00:00.000Z',
});
const notification = (body: string, at = 0, subscriptionId = id) => ({
  tenant: '',
  subscriptionId,
  body,
  at,
});

/** What every subscription store guarantees; see the port. */
export const describeSubscriptionStore = (
  name: string,
  open: () => SubscriptionStoreUnderTest | Promise<SubscriptionStoreUnderTest>,
): void => {
  describe(`${name} as subscription store`, () => {
    let under: SubscriptionStoreUnderTest;
    let store: TestedStore;
    beforeEach(async () => {
      under = await open();
      ({ store } = under);
    });
    afterEach(() => under.remove());

    const bodiesDue = async (at: number) => (await store.due(at, 10)).map(({ body }) => body);
    const firstDue = async (at: number): Promise<PendingNotification> => {
      const [first] = await store.due(at, 1);
      if (first === undefined) throw new Error('nothing is due');
      return first;
    };

    it('keeps, lists, replaces and removes subscriptions, per tenant', async () => {
      await store.insert(subscription());
      await store.insert(subscription({}, 'bonn'));
      await expect(store.insert(subscription())).rejects.toMatchObject({ problem: { category: 'conflict' } });
      expect(await store.find('', id)).toMatchObject({
        subscription: JSON.parse(JSON.stringify(subscription())) as unknown,
        bookkeeping: { timesSent: 0, timesFailed: 0 },
      });
      await store.insert(subscription({ id: 'urn:ngsi-ld:Subscription:2' }));
      expect([await store.count(''), await store.count('bonn'), (await store.all()).length]).toEqual([
        2, 1, 3,
      ]);
      expect((await store.list('', 1, 1)).map((stored) => stored.subscription.document.id)).toEqual([
        'urn:ngsi-ld:Subscription:2',
      ]);
      await store.replace(subscription({ description: 'new' }));
      expect((await store.find('', id)).subscription.document.description).toBe('new');
      expect((await store.find('bonn', id)).subscription.document.description).toBeUndefined();
      await store.remove('', id);
      await expect(store.find('', id)).rejects.toMatchObject({ problem: { category: 'not-found' } });
      await expect(store.remove('', id)).rejects.toMatchObject({ problem: { category: 'not-found' } });
      await expect(store.replace(subscription())).rejects.toMatchObject({
        problem: { category: 'not-found' },
      });
    });

    it('gives the oldest notification of each subscription that is due', async () => {
      await store.insert(subscription());
      await store.enqueue(notification('a1', 5));
      await store.enqueue(notification('a2', 5));
      await store.enqueue(notification('b1', 7, 'urn:b'));
      expect(await bodiesDue(4)).toEqual([]);
      expect(await bodiesDue(5)).toEqual(['a1']);
      expect(await bodiesDue(7)).toEqual(['a1', 'b1']);
      await store.discard(await firstDue(5));
      expect(await bodiesDue(7)).toEqual(['a2', 'b1']);
      expect((await store.find('', id)).bookkeeping.timesSent).toBe(0);
    });

    it('books every attempt, and keeps what is to be repeated at its place', async () => {
      await store.insert(subscription());
      await store.enqueue(notification('a1'));
      await store.enqueue(notification('a2'));
      await store.record(await firstDue(0), { at: 1000, isDelivered: false, retryAt: 2000 });
      expect(await bodiesDue(1999)).toEqual([]);
      expect(await firstDue(2000)).toMatchObject({ body: 'a1', attempts: 1 });
      await store.record(await firstDue(2000), { at: 2000, isDelivered: true });
      expect(await bodiesDue(2000)).toEqual(['a2']);
      await store.record(await firstDue(2000), { at: 3000, isDelivered: false });
      expect(await bodiesDue(9000)).toEqual([]);
      expect((await store.find('', id)).bookkeeping).toEqual({
        timesSent: 3,
        timesFailed: 2,
        lastNotification: '1970-01-01T00:00:03.000Z',
        lastSuccess: '1970-01-01T00:00:02.000Z',
        lastFailure: '1970-01-01T00:00:03.000Z',
      });
    });

    it('queues together with a transaction, or not at all', async () => {
      await store.insert(subscription());
      await under.enqueueInTransaction(notification('lost', 7), false);
      expect([await bodiesDue(9), await under.lastQueued('', id)]).toEqual([[], undefined]);
      await under.enqueueInTransaction(notification('kept', 8), true);
      expect([await bodiesDue(9), await under.lastQueued('', id)]).toEqual([['kept'], 8]);
    });

    it('lets the oldest of more than 1000 waiting notifications give way', async () => {
      await store.insert(subscription());
      await Promise.all(
        Array.from({ length: 1002 }, (_unused, index) => store.enqueue(notification(String(index)))),
      );
      expect(await bodiesDue(0)).toEqual(['2']);
    });

    it('takes the waiting notifications of a removed subscription away', async () => {
      await store.insert(subscription());
      await store.enqueue(notification('a1'));
      await store.remove('', id);
      expect(await bodiesDue(0)).toEqual([]);
    });
  });
};
