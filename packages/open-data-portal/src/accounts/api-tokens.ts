import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { ApiRequest } from '@allmende/http';
import { DomainError, type Clock } from '@allmende/kernel';
import { portalProblems } from '../problems.ts';
import { actorOfAccount, type Account, type ApiToken } from './account.ts';
import type { AccountStore } from './account-store.ts';
import type { Actor } from './actor.ts';

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

export interface AccountParts {
  readonly accounts: AccountStore;
  readonly clock: Clock;
  readonly newId?: () => string;
}

export interface IssuedToken {
  /** Told once; only its hash is kept. */
  readonly text: string;
  readonly token: ApiToken;
}

/** Makes a token of 32 random bytes for an account. */
export const issueToken = async (
  { accounts, clock, newId = randomUUID }: AccountParts,
  { tenant, id }: Pick<Account, 'tenant' | 'id'>,
  name: string,
): Promise<IssuedToken> => {
  const text = randomBytes(32).toString('base64url');
  const createdAt = new Date(clock.now()).toISOString();
  const token = { tenant, id: newId(), accountId: id, name, hash: hashOf(text), createdAt };
  await accounts.insertToken(token);
  return { text, token };
};

/** The account with a name, made if it is not there; an existing one gets the role. */
export const accountWithRole = async (
  { accounts, clock, newId = randomUUID }: AccountParts,
  wanted: Pick<Account, 'tenant' | 'name' | 'role' | 'organisations'>,
): Promise<Account> => {
  const found = await accounts.find(wanted.tenant, wanted.name);
  if (found !== undefined) {
    const organisations = { ...found.organisations, ...wanted.organisations };
    const changed: Account = {
      ...found,
      ...(wanted.role === undefined ? {} : { role: wanted.role }),
      organisations,
      state: 'active',
    };
    await accounts.replace(changed);
    return changed;
  }
  const createdAt = new Date(clock.now()).toISOString();
  const account: Account = { ...wanted, id: newId(), state: 'active', createdAt };
  await accounts.insert(account);
  return account;
};

/** The token of a request: `Authorization`, with or without `Bearer`, or CKAN's older header. */
const tokenIn = ({ headers }: Pick<ApiRequest, 'headers'>): string | undefined => {
  const old = headers['x-ckan-api-key'];
  const text = headers.authorization ?? (typeof old === 'string' ? old : undefined);
  const token = text?.replace(/^Bearer\s+/iu, '').trim();
  return token === undefined || token === '' ? undefined : token;
};

const minuteMs = 60_000;

export type ActorOf = (request: Pick<ApiRequest, 'headers'>, tenant: string) => Promise<Actor | undefined>;

/**
 * Tells who asks; undefined without a token. A token that is not known, or whose account is gone, is refused
 * (`token-unknown`). The token is sought by its hash, so that no time tells how much of a guess is right.
 */
export const createActorOf =
  ({ accounts, clock }: AccountParts): ActorOf =>
  async (request, tenant) => {
    const text = tokenIn(request);
    if (text === undefined) return undefined;
    const token = await accounts.findToken(tenant, hashOf(text));
    const account = token === undefined ? undefined : await accounts.find(tenant, token.accountId);
    if (token === undefined || account?.state !== 'active') {
      throw new DomainError(portalProblems.tokenUnknown, 'The API token is not known or was revoked.');
    }
    const nowMs = clock.now();
    if (
      Date.parse(token.lastUsedAt ?? token.createdAt) + minuteMs <= nowMs ||
      token.lastUsedAt === undefined
    ) {
      await accounts.touchToken(tenant, token.id, new Date(nowMs).toISOString());
    }
    return actorOfAccount(account);
  };

/** Revokes a token by its text; whether there was one. */
export const revokeTokenText = async (
  accounts: AccountStore,
  tenant: string,
  text: string,
): Promise<boolean> => {
  const token = await accounts.findToken(tenant, hashOf(text));
  return token !== undefined && (await accounts.revokeToken(tenant, token.id));
};
