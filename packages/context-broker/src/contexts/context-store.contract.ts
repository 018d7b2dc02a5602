import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ContextStore, KeptContext } from './context-store.ts';

export interface ContextStoreUnderTest {
  readonly store: ContextStore;
  remove(): Promise<void>;
}

const hosted: KeptContext = {
  localId: 'a',
  tenant: 'bonn',
  kind: 'Hosted',
  document: { '@context': { speed: 'https://example.org/speed' } },
  createdAt: '2026-01-01T00:00:00.000Z',
};
const cached: KeptContext = {
  ...hosted,
  localId: 'b',
  tenant: '',
  kind: 'Cached',
  url: 'https://example.org/b.jsonld',
};

/** What every context store guarantees; see the port. */
export const describeContextStore = (
  name: string,
  open: () => ContextStoreUnderTest | Promise<ContextStoreUnderTest>,
): void => {
  describe(`${name} as context store`, () => {
    let own: ContextStoreUnderTest;
    beforeEach(async () => {
      own = await open();
    });
    afterEach(() => own.remove());

    it('finds contexts by local id, and cached ones by address', async () => {
      await own.store.put(hosted);
      await own.store.put(cached);
      expect(await own.store.find('a')).toEqual(hosted);
      expect(await own.store.find('b')).toEqual(cached);
      expect(await own.store.find('https://example.org/b.jsonld')).toEqual(cached);
      expect(await own.store.find('c')).toBeUndefined();
    });

    it('lists the contexts of a tenant and all cached ones, in order of time', async () => {
      await own.store.put(cached);
      await own.store.put(hosted);
      expect((await own.store.list('bonn')).map(({ localId }) => localId)).toEqual(['b', 'a']);
      expect((await own.store.list('')).map(({ localId }) => localId)).toEqual(['b']);
    });

    it('puts a cached context in the place of the one with its address', async () => {
      await own.store.put(cached);
      await own.store.put({ ...cached, localId: 'c', document: { '@context': {} } });
      expect(await own.store.list('')).toHaveLength(1);
      expect((await own.store.find('https://example.org/b.jsonld'))?.document).toEqual({ '@context': {} });
    });

    it('keeps the newest 1000 cached contexts, and all others', async () => {
      await own.store.put(hosted);
      const copy = (n: number) =>
        own.store.put({
          ...cached,
          localId: `c${String(n)}`,
          url: `https://example.org/${String(n)}.jsonld`,
        });
      await copy(0);
      await Promise.all(Array.from({ length: 1000 }, (_, n) => copy(n + 1)));
      expect(await own.store.find('c0')).toBeUndefined();
      expect([(await own.store.find('c1'))?.localId, (await own.store.find('a'))?.localId]).toEqual([
        'c1',
        'a',
      ]);
      expect(await own.store.list('')).toHaveLength(1000);
    });

    it('removes a context', async () => {
      await own.store.put(hosted);
      await own.store.remove('a');
      expect(await own.store.find('a')).toBeUndefined();
    });
  });
};
