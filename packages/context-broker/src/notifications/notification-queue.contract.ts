import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aSubscription } from '../subscriptions/subscription-store.contract.ts';
import type { SubscriptionStore } from '../subscriptions/subscription-store.ts';
import type { DeadNotificationStore } from './dead-notification-store.ts';
import type { NotificationQueue, PendingNotification, QueuedNotification } from './notification-queue.ts';

/** Fresh stores over one database. */
export interface NotificationQueueUnderTest {
  readonly subscriptions: SubscriptionStore<never>;
  readonly queue: NotificationQueue<never>;
  readonly dead: DeadNotificationStore;
  /** Queues a notification within a transaction that then commits, or fails. */
  enqueueInTransaction(notification: QueuedNotification, commits: boolean): Promise<void>;
  /** What `lastQueuedWithin` answers in a transaction of its own. */
  lastQueued(tenant: string, id: string): Promise<number | undefined>;
  remove(): Promise<void>;
}

export const id = 'urn:ngsi-ld:Subscription:1';

/** A notification of the subscription `id`. */
export const aNotification = (body: string, at = 0, subscriptionId = id): QueuedNotification => ({
  tenant: '',
  subscriptionId,
  body,
  at,
});

/** The first notification of a queue, of which there has to be one. */
export const firstOf = async (
  queue: NotificationQueue<never>,
  subscriptionId = id,
): Promise<PendingNotification> => {
  const first = await queue.first({ tenant: '', subscriptionId });
  if (first === undefined) throw new Error('nothing waits');
  return first;
};

/** What every notification queue guarantees; see the port. */
export const describeNotificationQueue = (
  name: string,
  open: () => NotificationQueueUnderTest | Promise<NotificationQueueUnderTest>,
): void => {
  describe(`${name} as notification queue`, () => {
    let under: NotificationQueueUnderTest;
    let queue: NotificationQueue<never>;
    beforeEach(async () => {
      under = await open();
      ({ queue } = under);
      await under.subscriptions.insert(aSubscription());
      await under.subscriptions.insert(aSubscription({ id: 'urn:b' }));
    });
    afterEach(() => under.remove());

    const due = async (at: number) => (await queue.due(at, 10)).map(({ subscriptionId }) => subscriptionId);
    const key = { tenant: '', subscriptionId: id };

    it('gives the queues whose first notification is due, and these in order', async () => {
      await queue.enqueue(aNotification('a1', 5));
      await queue.enqueue(aNotification('a2', 5));
      await queue.enqueue(aNotification('b1', 7, 'urn:b'));
      expect([await due(4), await due(5), await due(7)]).toEqual([[], [id], [id, 'urn:b']]);
      expect(await queue.due(7, 1)).toEqual([key]);
      expect(await firstOf(queue)).toMatchObject({ ...key, body: 'a1', attempts: 0, nextAttemptAt: 5 });
      await queue.discard(await firstOf(queue));
      expect(await firstOf(queue)).toMatchObject({ body: 'a2' });
      await queue.discard(await firstOf(queue));
      expect([await queue.first(key), await due(9)]).toEqual([undefined, ['urn:b']]);
      expect((await under.subscriptions.find('', id)).bookkeeping.timesSent).toBe(0);
    });

    it('leaves a queue to one worker at a time', async () => {
      await queue.enqueue(aNotification('a1', 5));
      expect(queue.holds(key)).toBe(false);
      expect([await queue.claim(key), await queue.claim(key), queue.holds(key)]).toEqual([true, false, true]);
      expect(await due(5)).toEqual([]);
      expect(await queue.claim({ ...key, subscriptionId: 'urn:b' })).toBe(true);
      await queue.release(key);
      expect(queue.holds(key)).toBe(false);
      expect([await due(5), await queue.claim(key)]).toEqual([[id], true]);
    });

    it('books every attempt, and keeps what is to be repeated at its place', async () => {
      await queue.enqueue(aNotification('a1'));
      await queue.enqueue(aNotification('a2'));
      const failed = { isDelivered: false, reason: 'status 503', status: 503 };
      await queue.record(await firstOf(queue), { at: 1000, ...failed, retryAt: 2000 });
      expect([await due(1999), await due(2000)]).toEqual([[], [id]]);
      expect(await firstOf(queue)).toMatchObject({ body: 'a1', attempts: 1, nextAttemptAt: 2000 });
      await queue.record(await firstOf(queue), { at: 2000, isDelivered: true, reason: 'status 200' });
      expect(await firstOf(queue)).toMatchObject({ body: 'a2' });
      await queue.record(await firstOf(queue), { at: 3000, ...failed });
      expect(await due(9000)).toEqual([]);
      expect((await under.subscriptions.find('', id)).bookkeeping).toEqual({
        timesSent: 3,
        timesFailed: 2,
        lastNotification: '1970-01-01T00:00:03.000Z',
        lastSuccess: '1970-01-01T00:00:02.000Z',
        lastFailure: '1970-01-01T00:00:03.000Z',
      });
      expect(await queue.totals()).toEqual({ waiting: 0, dead: 1, dropped: 0 });
    });

    it('queues together with a transaction, or not at all', async () => {
      await under.enqueueInTransaction({ ...aNotification('lost', 7), startsPause: true }, false);
      expect([await queue.first(key), await under.lastQueued('', id)]).toEqual([undefined, undefined]);
      await under.enqueueInTransaction({ ...aNotification('kept', 8), startsPause: true }, true);
      await under.enqueueInTransaction(aNotification('no pause', 9), true);
      expect(await firstOf(queue)).toMatchObject({ body: 'kept' });
      expect(await under.lastQueued('', id)).toBe(8);
    });

    it('takes the waiting and the dead notifications of a removed subscription away', async () => {
      await queue.enqueue(aNotification('a1'));
      await queue.enqueue(aNotification('a2'));
      await queue.enqueue(aNotification('b1', 0, 'urn:b'));
      await queue.record(await firstOf(queue), { at: 1, isDelivered: false, reason: 'status 400' });
      const sent = await firstOf(queue);
      await under.subscriptions.remove('', id);
      expect([await queue.first(key), await due(9)]).toEqual([undefined, ['urn:b']]);
      // It was under way when its subscription went.
      await queue.record(sent, { at: 2, isDelivered: false, reason: 'status 400' });
      expect(await queue.totals()).toEqual({ waiting: 1, dead: 0, dropped: 0 });
    });
  });
};
