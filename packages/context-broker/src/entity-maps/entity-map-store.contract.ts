import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allHere, type EntityMap, type EntityMapStore } from './entity-map-store.ts';

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
    const entities = allHere(['urn:a:1', 'urn:a:2']);
    const mapFor = (ms: number): EntityMap => ({ id, expiresMs: tested.clock.now() + ms, entities });

    it('keeps a map of a tenant until it expires', async () => {
      await tested.store.put('bonn', mapFor(1000));
      expect(await tested.store.find('bonn', id)).toEqual(mapFor(1000));
      expect(await tested.store.find('', id)).toBeUndefined();
      tested.clock.advance(1000);
      expect(await tested.store.find('bonn', id)).toBeUndefined();
      expect(await tested.store.remove('bonn', id)).toBe(false);
    });

    it('keeps which sources have an entity, and what maps they have', async () => {
      const map: EntityMap = {
        ...mapFor(1000),
        entities: { 'urn:b:2': ['urn:csr:1', '@none'], 'urn:b:1': ['urn:csr:2'] },
        linkedMaps: { 'urn:csr:1': 'urn:map:1' },
      };
      await tested.store.put('', map);
      const found = await tested.store.find('', id);
      expect(found).toEqual(map);
      expect(Object.keys(found?.entities ?? {})).toEqual(['urn:b:2', 'urn:b:1']);
    });

    it('replaces and removes', async () => {
      await tested.store.put('', mapFor(1000));
      await tested.store.put('', { ...mapFor(2000), entities: allHere(['urn:a:2']) });
      expect(await tested.store.find('', id)).toEqual({ ...mapFor(2000), entities: allHere(['urn:a:2']) });
      expect(await tested.store.remove('bonn', id)).toBe(false);
      expect(await tested.store.remove('', id)).toBe(true);
      expect(await tested.store.find('', id)).toBeUndefined();
    });
  });
};
