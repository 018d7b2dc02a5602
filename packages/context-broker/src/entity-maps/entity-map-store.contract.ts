import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EntityMapStore } from './entity-map-store.ts';

export interface EntityMapStoreUnderTest {
  readonly store: EntityMapStore;
  readonly clock: { now(): number; advance(ms: number): void };
  remove(): Promise<void>;
}

/** What every store of entity maps must do. */
export const describeEntityMapStore = (
  name: string,
  create: () => EntityMapStoreUnderTest | Promise<EntityMapStoreUnderTest>,
): void => {
  describe(`${name} as store of entity maps`, () => {
    let tested: EntityMapStoreUnderTest;
    beforeEach(async () => {
      tested = await create();
    });
    afterEach(() => tested.remove());

    const id = 'urn:ngsi-ld:EntityMap:1';
    const ids = ['urn:a:1', 'urn:a:2'];
    const mapFor = (ms: number) => ({ id, expiresMs: tested.clock.now() + ms, entityIds: ids });

    it('keeps a map of a tenant until it expires', async () => {
      await tested.store.put('bonn', mapFor(1000));
      expect(await tested.store.find('bonn', id)).toEqual(mapFor(1000));
      expect(await tested.store.find('', id)).toBeUndefined();
      tested.clock.advance(1000);
      expect(await tested.store.find('bonn', id)).toBeUndefined();
      expect(await tested.store.remove('bonn', id)).toBe(false);
    });

    it('replaces and removes', async () => {
      await tested.store.put('', mapFor(1000));
      await tested.store.put('', { ...mapFor(2000), entityIds: ['urn:a:2'] });
      expect(await tested.store.find('', id)).toEqual({ ...mapFor(2000), entityIds: ['urn:a:2'] });
      expect(await tested.store.remove('bonn', id)).toBe(false);
      expect(await tested.store.remove('', id)).toBe(true);
      expect(await tested.store.find('', id)).toBeUndefined();
    });
  });
};
