import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aSubscription } from '../subscriptions/subscription-store.contract.ts';
import {
  aNotification,
  firstOf,
  id,
  type NotificationQueueUnderTest,
} from './notification-queue.contract.ts';

/** What every store of dead notifications guarantees; see the port. */
export const describeDeadNotificationStore = (
  name: string,
  open: () => NotificationQueueUnderTest | Promise<NotificationQueueUnderTest>,
): void => {
  describe(`${name} as store of dead notifications`, () => {
    let under: NotificationQueueUnderTest;
    beforeEach(async () => {
      under = await open();
      await under.subscriptions.insert(aSubscription());
      await under.subscriptions.insert(aSubscription({ id: 'urn:b' }));
    });
    afterEach(() => under.remove());

    const page = { limit: 10, offset: 0 };
    const die = async (body: string, subscriptionId = id, status: number | null = 410) => {
      await under.queue.enqueue(aNotification(body, 5, subscriptionId));
      const outcome = {
        isDelivered: false,
        reason: 'status 410',
        ...(status === null ? {} : { status }),
      };
      await under.queue.record(await firstOf(under.queue, subscriptionId), {
        at: 10,
        isDelivered: false,
        reason: 'ECONNREFUSED',
        retryAt: 20,
      });
      await under.queue.record(await firstOf(under.queue, subscriptionId), { at: 20, ...outcome });
    };

    it('tells of each why and when it was given up, newest first', async () => {
      await die('a1');
      await die('b1', 'urn:b', null);
      const { members, count } = await under.dead.list({ tenant: '' }, page);
      expect(count).toBe(2);
      const common = {
        tenant: '',
        attempts: 2,
        reason: 'status 410',
        queuedAt: 5,
        firstAttemptAt: 10,
        lastAttemptAt: 20,
      };
      expect(members).toMatchObject([
        { ...common, subscriptionId: 'urn:b', body: 'b1' },
        { ...common, subscriptionId: id, status: 410 },
      ]);
      expect(members[0]).not.toHaveProperty('status');
      expect(await under.dead.list({ tenant: '', subscriptionId: id }, page)).toMatchObject({ count: 1 });
      expect((await under.dead.list({ tenant: '' }, { limit: 1, offset: 1 })).members).toMatchObject([
        { subscriptionId: id },
      ]);
      expect(await under.dead.list({ tenant: 'bonn' }, page)).toEqual({ members: [], count: 0 });
      const newest = members[0]?.id ?? 0;
      expect(await under.dead.find('', newest)).toMatchObject({ id: newest, body: 'b1' });
      expect(await under.dead.find('bonn', newest)).toBeUndefined();
    });

    it('sends one, those of a subscription, or all again, at the end of their queues', async () => {
      for (const [body, subscriptionId] of [
        ['a1', id],
        ['a2', id],
        ['b1', 'urn:b'],
      ] as const)
        await die(body, subscriptionId);
      await under.queue.enqueue(aNotification('new', 30));
      const { members } = await under.dead.list({ tenant: '', subscriptionId: id }, page);
      const [, oldest] = members;
      expect(await under.dead.sendAgain({ tenant: '', id: oldest?.id ?? 0 }, 40)).toMatchObject([
        { tenant: '', subscriptionId: id },
      ]);
      expect(await under.dead.list({ tenant: '' }, page)).toMatchObject({ count: 2 });
      const order: string[] = [];
      await under.dead.sendAgain({ tenant: '' }, 50);
      for (let first = await under.queue.first({ tenant: '', subscriptionId: id }); first !== undefined;) {
        order.push(`${first.body} ${String(first.attempts)} ${String(first.nextAttemptAt)}`);
        await under.queue.discard(first);
        first = await under.queue.first({ tenant: '', subscriptionId: id });
      }
      expect(order).toEqual(['new 0 30', 'a1 0 40', 'a2 0 50']);
      expect(await under.queue.totals()).toMatchObject({ waiting: 1, dead: 0 });
      expect(await under.dead.sendAgain({ tenant: '', id: 1 }, 60)).toEqual([]);
    });

    it('discards one, or those of a subscription', async () => {
      for (const body of ['a1', 'a2', 'a3']) await die(body);
      await die('b1', 'urn:b');
      const [newest] = (await under.dead.list({ tenant: '', subscriptionId: id }, page)).members;
      expect(await under.dead.discard({ tenant: '', id: newest?.id ?? 0 })).toBe(1);
      expect(await under.dead.discard({ tenant: '', id: newest?.id ?? 0 })).toBe(0);
      expect(await under.dead.discard({ tenant: '', subscriptionId: id })).toBe(2);
      expect(await under.dead.list({ tenant: '' }, page)).toMatchObject({ count: 1 });
    });

    it('keeps the newest 100 of a subscription', async () => {
      await die('b1', 'urn:b');
      for (let n = 0; n < 102; n += 1) await die(String(n));
      const { members, count } = await under.dead.list(
        { tenant: '', subscriptionId: id },
        { limit: 1, offset: 99 },
      );
      expect([count, members]).toMatchObject([100, [{ body: '2' }]]);
      expect(await under.queue.totals()).toMatchObject({ dead: 101 });
    });

    it('tells how queues do', async () => {
      await die('b1', 'urn:b');
      await under.queue.enqueue(aNotification('a1', 5));
      await under.queue.enqueue(aNotification('a2', 6));
      await under.queue.record(await firstOf(under.queue), {
        at: 10,
        isDelivered: false,
        reason: 'ECONNREFUSED',
        retryAt: 20,
      });
      const state = {
        tenant: '',
        subscriptionId: id,
        waiting: 2,
        dead: 0,
        dropped: 0,
        first: { queuedAt: 5, attempts: 1, nextAttemptAt: 20, reason: 'ECONNREFUSED' },
      };
      expect(await under.dead.queues({ tenant: '' }, page)).toMatchObject({
        count: 2,
        members: [{ subscriptionId: 'urn:b', waiting: 0, dead: 1, dropped: 0 }, state],
      });
      expect(await under.dead.queues({ tenant: '', subscriptionId: id }, page)).toMatchObject({
        count: 1,
        members: [state],
      });
      expect(await under.dead.queues({ tenant: 'bonn' }, page)).toEqual({ members: [], count: 0 });
    });
  });
};
