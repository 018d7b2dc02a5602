import { temporaryDatabase } from '@allmende/database/testing';
import { DomainError } from '@allmende/kernel';
import { fixedClock } from '@allmende/kernel/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accounts as migration } from '../migrations/0002-accounts.ts';
import type { AccountStore } from './account-store.ts';
import { hasRole, hasRoleSomewhere, type Actor } from './actor.ts';
import { accountWithRole, createActorOf, issueToken } from './api-tokens.ts';
import { createSqlAccountStore } from './sql-account-store.ts';

const clock = fixedClock(Date.parse('2026-11-25T08:00:00.000Z'));

describe('API tokens', () => {
  let accounts: AccountStore;
  let remove: () => Promise<void>;
  beforeEach(() => {
    const temporary = temporaryDatabase();
    temporary.database.migrate([migration]);
    accounts = createSqlAccountStore(temporary.database);
    ({ remove } = temporary);
  });
  afterEach(() => remove());

  const klara = { tenant: '', name: 'klara', role: 'editor', organisations: {} } as const;
  const ask = (headers: Readonly<Record<string, string>>, tenant = '') =>
    createActorOf({ accounts, clock })({ headers }, tenant);
  const codeOf = (work: Promise<unknown>) =>
    work.catch((cause: unknown) => (cause instanceof DomainError ? cause.problem.code : cause));

  it('tell who asks, in each of the headers', async () => {
    const account = await accountWithRole({ accounts, clock }, klara);
    const { text } = await issueToken({ accounts, clock }, account, 'Skript');
    const actor = { id: account.id, name: 'klara', role: 'editor', organisations: {} };
    expect(await ask({ authorization: text })).toEqual(actor);
    expect(await ask({ authorization: `Bearer ${text}` })).toEqual(actor);
    expect(await ask({ 'x-ckan-api-key': text })).toEqual(actor);
    expect(await ask({})).toBeUndefined();
  });

  it('are refused when they are unknown, revoked, of another tenant, or of a deleted account', async () => {
    const account = await accountWithRole({ accounts, clock }, klara);
    const { text, token } = await issueToken({ accounts, clock }, account, 'Skript');
    expect(await codeOf(ask({ authorization: 'guess' }))).toBe('token-unknown');
    expect(await codeOf(ask({ authorization: text }, 'bonn'))).toBe('token-unknown');
    await accounts.replace({ ...account, state: 'deleted' });
    expect(await codeOf(ask({ authorization: text }))).toBe('token-unknown');
    await accounts.replace(account);
    await accounts.revokeToken('', token.id);
    expect(await codeOf(ask({ authorization: text }))).toBe('token-unknown');
  });

  it('are kept as hashes only, with the minute of their last use', async () => {
    const account = await accountWithRole({ accounts, clock }, klara);
    const { text } = await issueToken({ accounts, clock }, account, 'Skript');
    expect(text).toMatch(/^[\w-]{43}$/u);
    await ask({ authorization: text });
    clock.advance(30_000);
    await ask({ authorization: text });
    const [kept] = await accounts.listTokens('', account.id);
    expect(JSON.stringify(kept)).not.toContain(text);
    expect(kept?.lastUsedAt).toBe('2026-11-25T08:00:00.000Z');
    clock.advance(30_000);
    await ask({ authorization: text });
    expect((await accounts.listTokens('', account.id))[0]?.lastUsedAt).toBe('2026-11-25T08:01:00.000Z');
  });

  it('give an account that is there the new role, and keep those it has in organisations', async () => {
    const first = await accountWithRole(
      { accounts, clock },
      { ...klara, organisations: { amt: 'publisher' } },
    );
    const again = await accountWithRole({ accounts, clock }, { ...klara, role: 'admin' });
    expect(again).toEqual({ ...first, role: 'admin' });
  });
});

describe('roles', () => {
  const actor: Actor = { id: '1', name: 'klara', role: 'reader', organisations: { amt: 'publisher' } };
  it('hold in the tenant and more in an organisation', () => {
    expect(hasRole(actor, 'reader')).toBe(true);
    expect(hasRole(actor, 'editor')).toBe(false);
    expect(hasRole(actor, 'publisher', 'amt')).toBe(true);
    expect(hasRole(actor, 'admin', 'amt')).toBe(false);
    expect(hasRole(actor, 'editor', 'other')).toBe(false);
    expect(hasRole(undefined, 'reader')).toBe(false);
    expect(hasRoleSomewhere(actor, 'publisher')).toBe(true);
    expect(hasRoleSomewhere(actor, 'admin')).toBe(false);
  });
});
