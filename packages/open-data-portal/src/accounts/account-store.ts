import { DomainError } from '@allmende/kernel';
import { portalProblems } from '../problems.ts';
import type { Account, ApiToken } from './account.ts';

/**
 * Accounts and their API tokens.
 *
 * Guarantees: what was acknowledged is durable. A name and an id are unique in a tenant, the hash of a token everywhere.
 * A token is found by its hash alone, so that how long it takes tells nothing of other tokens.
 */
export interface AccountStore {
  /** Refuses a name or id that is taken (`already-exists`). */
  insert(account: Account): Promise<void>;
  /** Refuses an account that is not there (`account-not-found`). */
  replace(account: Account): Promise<void>;
  /** By id or name. */
  find(tenant: string, idOrName: string): Promise<Account | undefined>;
  /** By name. */
  list(tenant: string): Promise<readonly Account[]>;
  insertToken(token: ApiToken): Promise<void>;
  findToken(tenant: string, hash: string): Promise<ApiToken | undefined>;
  /** Newest first. */
  listTokens(tenant: string, accountId: string): Promise<readonly ApiToken[]>;
  /** Whether there was such a token. */
  revokeToken(tenant: string, id: string): Promise<boolean>;
  /** Notes when a token was used. */
  touchToken(tenant: string, id: string, at: string): Promise<void>;
}

/** What is about tokens. */
export type TokenPart = 'insertToken' | 'findToken' | 'listTokens' | 'revokeToken' | 'touchToken';

/** What a store reads back was written by it. */
export const readStoredAccount = (body: unknown): Account => JSON.parse(String(body)) as Account;

export const accountExists = ({ name }: Account): DomainError =>
  new DomainError(portalProblems.exists, `There is an account with the name or id "${name}" already.`);

export const accountNotFound = (id: string): DomainError =>
  new DomainError(portalProblems.accountNotFound, `There is no account "${id}".`);

/** A row of the columns of `tokenColumns`. */
export const readStoredToken = (row: readonly unknown[]): ApiToken => {
  const [tenant = '', id = '', accountId = '', name = '', hash = '', createdAt = ''] = row.map(String);
  const used = row[6];
  return {
    tenant,
    id,
    accountId,
    name,
    hash,
    createdAt,
    ...(typeof used === 'string' ? { lastUsedAt: used } : {}),
  };
};

export const tokenColumns = 'tenant, id, account, name, hash, created_at, last_used_at';
