import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Snapshot, SnapshotStore } from './snapshot-store.ts';

export interface SnapshotStoreUnderTest {
  readonly store: SnapshotStore;
  remove(): Promise<void>;
}

const snapshot = (id: string, snapshotPriority = 5): Snapshot => ({
  id,
  type: 'Snapshot',
  snapshotPriority,
  snapshotStatus: 'success',
  snapshotQueriesDetails: [],
  createdAt: '2026-03-01T12:00:00Z',
  modifiedAt: '2026-03-01T12:00:00Z',
  lastUsedAt: '2026-03-01T12:00:00Z',
});

/** What every store of snapshots must do. */
export const describeSnapshotStore = (name: string, create: () => SnapshotStoreUnderTest): void => {
  describe(`${name} as store of snapshots`, () => {
    let tested: SnapshotStoreUnderTest;
    beforeEach(() => {
      tested = create();
    });
    afterEach(() => tested.remove());

    it('keeps, replaces and lists the snapshots of each tenant, in order of id', async () => {
      const { store } = tested;
      for (const id of ['urn:s:2', 'urn:s:1']) await store.put('bonn', snapshot(id));
      await store.put('bonn', snapshot('urn:s:2', 9));
      expect(store.list('bonn')).toEqual([snapshot('urn:s:1'), snapshot('urn:s:2', 9)]);
      expect(store.find('bonn', 'urn:s:2')).toEqual(snapshot('urn:s:2', 9));
      expect([store.list(''), store.find('', 'urn:s:2')]).toEqual([[], undefined]);
    });

    it('knows the snapshots of all tenants', async () => {
      const { store } = tested;
      await store.put('', snapshot('urn:s:1'));
      await store.put('bonn', snapshot('urn:s:1', 9));
      expect(await store.all()).toEqual([
        { tenant: '', snapshot: snapshot('urn:s:1') },
        { tenant: 'bonn', snapshot: snapshot('urn:s:1', 9) },
      ]);
    });

    it('removes one, if it is there', async () => {
      const { store } = tested;
      await store.put('', snapshot('urn:s:1'));
      await store.remove('bonn', 'urn:s:1');
      expect(store.list('')).toHaveLength(1);
      await store.remove('', 'urn:s:1');
      expect(store.list('')).toEqual([]);
    });
  });
};
