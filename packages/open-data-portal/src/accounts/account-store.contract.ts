import { codeOf } from '../testing.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Account, ApiToken } from './account.ts';
import type { AccountStore } from './account-store.ts';

export const anAccount = (name: string, parts: Partial<Account> = {}): Account => ({
  tenant: '',
  id: `id-of-${name}`,
  name,
  organisations: {},
  state: 'active',
  createdAt: '2026-11-25T08:00:00.000Z',
  ...parts,
});

const aToken = (id: string, parts: Partial<ApiToken> = {}): ApiToken => ({
  tenant: '',
  id,
  accountId: 'id-of-klara',
  name: 'Skript',
  hash: `hash-of-${id}`,
  createdAt: '2026-11-25T08:00:00.000Z',
  ...parts,
});

export interface AccountStoreUnderTest {
  readonly store: AccountStore;
  remove(): Promise<void>;
}

/** What every implementation of the port guarantees. */
export const describeAccountStore = (
  name: string,
  start: () => AccountStoreUnderTest | Promise<AccountStoreUnderTest>,
): void => {
  describe(`account store (${name})`, () => {
    let store: AccountStore;
    let remove: () => Promise<void>;
    beforeEach(async () => {
      ({ store, remove } = await start());
    });
    afterEach(() => remove());

    it('keeps accounts and finds them by id and name, within their tenant', async () => {
      const klara = anAccount('klara', { role: 'admin', organisations: { amt: 'editor' } });
      await store.insert(klara);
      await store.insert(anAccount('ben'));
      expect(await store.find('', 'klara')).toEqual(klara);
      expect(await store.find('', 'id-of-klara')).toEqual(klara);
      expect(await store.find('bonn', 'klara')).toBeUndefined();
      expect((await store.list('')).map((account) => account.name)).toEqual(['ben', 'klara']);
      await store.replace({ ...klara, state: 'deleted' });
      expect(await store.find('', 'klara')).toEqual({ ...klara, state: 'deleted' });
    });

    it('refuses names and ids that are taken, crosswise too, and accounts that are not there', async () => {
      await store.insert(anAccount('klara'));
      for (const taken of [
        anAccount('klara', { id: 'other' }),
        anAccount('other', { id: 'id-of-klara' }),
        anAccount('id-of-klara', { id: 'third' }),
      ])
        expect(await codeOf(store.insert(taken))).toBe('already-exists');
      expect(await codeOf(store.replace(anAccount('ben')))).toBe('account-not-found');
    });

    it('keeps tokens, finds them by their hash, notes their use, and revokes them', async () => {
      await store.insertToken(aToken('one'));
      await store.insertToken(aToken('two'));
      await store.insertToken(aToken('three', { accountId: 'id-of-ben' }));
      expect(await store.findToken('', 'hash-of-one')).toEqual(aToken('one'));
      expect(await store.findToken('bonn', 'hash-of-one')).toBeUndefined();
      expect((await store.listTokens('', 'id-of-klara')).map(({ id }) => id)).toEqual(['two', 'one']);
      await store.touchToken('', 'one', '2026-11-25T09:00:00.000Z');
      expect(await store.findToken('', 'hash-of-one')).toEqual(
        aToken('one', { lastUsedAt: '2026-11-25T09:00:00.000Z' }),
      );
      expect(await store.revokeToken('', 'one')).toBe(true);
      expect(await store.revokeToken('', 'one')).toBe(false);
      expect(await store.findToken('', 'hash-of-one')).toBeUndefined();
    });
  });
};
