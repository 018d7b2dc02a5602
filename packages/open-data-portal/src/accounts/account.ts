import type { Actor, Role } from './actor.ts';

/** Somebody, or a program, that works with the portal of a tenant. */
export interface Account {
  readonly tenant: string;
  readonly id: string;
  /** Lower case letters, digits, `-` and `_`; unique in a tenant. */
  readonly name: string;
  readonly fullName?: string;
  /** Role in the whole tenant, if there is one. */
  readonly role?: Role;
  /** Roles within organisations, by their ids. */
  readonly organisations: Readonly<Record<string, Role>>;
  readonly state: 'active' | 'deleted';
  readonly createdAt: string;
}

/** What opens an account to a program; the text itself is shown once and not kept. */
export interface ApiToken {
  readonly tenant: string;
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  /** SHA-256 of the token, hexadecimal. */
  readonly hash: string;
  readonly createdAt: string;
  /** To the minute. */
  readonly lastUsedAt?: string;
}

export const actorOfAccount = ({ id, name, role, organisations }: Account): Actor => ({
  id,
  name,
  ...(role === undefined ? {} : { role }),
  organisations,
});
