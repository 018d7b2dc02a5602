import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RemoteSubscription } from './remote-subscription.ts';
import type { RemoteSubscriptionStore } from './remote-subscription-store.ts';

export interface RemoteSubscriptionStoreUnderTest {
  readonly store: RemoteSubscriptionStore;
  remove(): Promise<void>;
}

const remote = (remoteId: string, more: Partial<RemoteSubscription> = {}): RemoteSubscription => ({
  tenant: '',
  subscriptionId: 'urn:s:1',
  remoteId,
  registration: {
    tenant: '',
    id: 'urn:r:1',
    information: [{ entities: [{ types: ['urn:T'] }] }],
    mode: 'inclusive',
    members: { endpoint: 'https://example.org' },
    properties: {},
    createdAt: '2026-01-01T00:00:00.000Z',
    modifiedAt: '2026-01-01T00:00:00.000Z',
  },
  part: 0,
  document: { id: remoteId, type: 'Subscription' },
  state: 'create',
  attempts: 0,
  dueAt: 1000,
  ...more,
});

/** What every store of remote subscriptions guarantees; see the port. */
export const describeRemoteSubscriptionStore = (
  name: string,
  open: () => RemoteSubscriptionStoreUnderTest,
): void => {
  describe(`${name} as store of remote subscriptions`, () => {
    let own: RemoteSubscriptionStoreUnderTest;
    beforeEach(() => {
      own = open();
    });
    afterEach(() => own.remove());
    const ids = (found: readonly RemoteSubscription[]) => found.map(({ remoteId }) => remoteId);

    it('keeps them, puts one in the place of another, and removes them', async () => {
      await own.store.put(remote('urn:x:1'));
      await own.store.put(remote('urn:x:1', { state: 'kept', contextAddress: 'https://example.org/c' }));
      expect(await own.store.find('urn:x:1')).toEqual(
        remote('urn:x:1', { state: 'kept', contextAddress: 'https://example.org/c' }),
      );
      await own.store.remove('urn:x:1');
      await own.store.remove('urn:x:1');
      expect(await own.store.find('urn:x:1')).toBeUndefined();
    });

    it('finds those of a tenant and of a subscription', async () => {
      await own.store.put(remote('urn:x:1'));
      await own.store.put(remote('urn:x:2', { subscriptionId: 'urn:s:2' }));
      await own.store.put(remote('urn:x:3', { tenant: 'bonn' }));
      expect(ids(await own.store.of(''))).toEqual(['urn:x:1', 'urn:x:2']);
      expect(ids(await own.store.of('', 'urn:s:2'))).toEqual(['urn:x:2']);
      expect(ids(await own.store.of('bonn'))).toEqual(['urn:x:3']);
      expect(await own.store.of('bonn', 'urn:s:2')).toEqual([]);
    });

    it('tells what is due, the most overdue first', async () => {
      await own.store.put(remote('urn:x:1', { dueAt: 3000 }));
      await own.store.put(remote('urn:x:2', { dueAt: 1000, state: 'delete' }));
      await own.store.put(remote('urn:x:3', { dueAt: 2000, state: 'update' }));
      await own.store.put(remote('urn:x:4', { dueAt: 0, state: 'kept' }));
      await own.store.put(remote('urn:x:5', { dueAt: 0, state: 'refused' }));
      expect(ids(await own.store.due(2000, 10))).toEqual(['urn:x:2', 'urn:x:3']);
      expect(ids(await own.store.due(9000, 2))).toEqual(['urn:x:2', 'urn:x:3']);
      expect(await own.store.due(500, 10)).toEqual([]);
    });
  });
};
