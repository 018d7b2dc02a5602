import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SubscriptionStore } from './subscription-store.ts';
import type { Subscription } from './subscription.ts';

/** A fresh store. */
export interface SubscriptionStoreUnderTest {
  readonly store: SubscriptionStore<never>;
  remove(): Promise<void>;
}

const id = 'urn:ngsi-ld:Subscription:1';

/** A subscription for stores to keep. */
export const aSubscription = (more: Partial<Subscription['document']> = {}, tenant = ''): Subscription => ({
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

/** What every subscription store guarantees; see the port. */
export const describeSubscriptionStore = (
  name: string,
  open: () => SubscriptionStoreUnderTest | Promise<SubscriptionStoreUnderTest>,
): void => {
  describe(`${name} as subscription store`, () => {
    let under: SubscriptionStoreUnderTest;
    let store: SubscriptionStore<never>;
    beforeEach(async () => {
      under = await open();
      ({ store } = under);
    });
    afterEach(() => under.remove());

    it('keeps, lists, replaces and removes subscriptions, per tenant', async () => {
      await store.insert(aSubscription());
      await store.insert(aSubscription({}, 'bonn'));
      await expect(store.insert(aSubscription())).rejects.toMatchObject({
        problem: { category: 'conflict' },
      });
      expect(await store.find('', id)).toMatchObject({
        subscription: JSON.parse(JSON.stringify(aSubscription())) as unknown,
        bookkeeping: { timesSent: 0, timesFailed: 0 },
      });
      await store.insert(aSubscription({ id: 'urn:ngsi-ld:Subscription:2' }));
      expect([
        await store.count(''),
        await store.count('bonn'),
        (await store.news())?.changed.length,
      ]).toEqual([2, 1, 3]);
      expect((await store.list('', 1, 1)).map((stored) => stored.subscription.document.id)).toEqual([
        'urn:ngsi-ld:Subscription:2',
      ]);
      await store.replace(aSubscription({ description: 'new' }));
      expect((await store.find('', id)).subscription.document.description).toBe('new');
      expect((await store.find('bonn', id)).subscription.document.description).toBeUndefined();
      await store.remove('', id);
      await expect(store.find('', id)).rejects.toMatchObject({ problem: { category: 'not-found' } });
      await expect(store.remove('', id)).rejects.toMatchObject({ problem: { category: 'not-found' } });
      await expect(store.replace(aSubscription())).rejects.toMatchObject({
        problem: { category: 'not-found' },
      });
    });
  });
};
