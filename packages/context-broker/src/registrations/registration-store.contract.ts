import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Registration } from './registration.ts';
import type { RegistrationStore } from './registration-store.ts';

export interface RegistrationStoreUnderTest {
  readonly store: RegistrationStore;
  remove(): Promise<void>;
}

const registration = (id: string, tenant = ''): Registration => ({
  tenant,
  id,
  information: [{ entities: [{ types: ['urn:T'] }], propertyNames: ['urn:speed'] }],
  mode: 'inclusive',
  members: { endpoint: 'https://example.org' },
  properties: { 'urn:colour': 'red' },
  createdAt: '2026-01-01T00:00:00.000Z',
  modifiedAt: '2026-01-01T00:00:00.000Z',
});

/** What every registration store guarantees; see the port. */
export const describeRegistrationStore = (
  name: string,
  open: () => RegistrationStoreUnderTest | Promise<RegistrationStoreUnderTest>,
): void => {
  describe(`${name} as registration store`, () => {
    let own: RegistrationStoreUnderTest;
    beforeEach(async () => {
      own = await open();
    });
    afterEach(() => own.remove());

    it('keeps registrations per tenant, in order', async () => {
      for (const id of ['urn:b', 'urn:a']) await own.store.insert(registration(id));
      await own.store.insert(registration('urn:a', 'bonn'));
      expect((await own.store.all('')).map(({ id }) => id)).toEqual(['urn:b', 'urn:a']);
      expect(await own.store.find('', 'urn:a')).toEqual(registration('urn:a'));
      expect(await own.store.find('bonn', 'urn:b')).toBeUndefined();
    });

    it('refuses one that exists, and to change one that does not', async () => {
      await own.store.insert(registration('urn:a'));
      const exists = { problem: { code: 'registration-exists' } };
      const missing = { problem: { code: 'registration-not-found' } };
      await expect(own.store.insert(registration('urn:a'))).rejects.toMatchObject(exists);
      await expect(own.store.replace(registration('urn:b'))).rejects.toMatchObject(missing);
      await expect(own.store.remove('bonn', 'urn:a')).rejects.toMatchObject(missing);
    });

    it('replaces and removes', async () => {
      await own.store.insert(registration('urn:a'));
      await own.store.replace({ ...registration('urn:a'), mode: 'redirect' });
      expect((await own.store.find('', 'urn:a'))?.mode).toBe('redirect');
      await own.store.remove('', 'urn:a');
      expect(await own.store.all('')).toEqual([]);
    });
  });
};
