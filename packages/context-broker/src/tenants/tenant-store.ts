import type { MaybePromise } from '@allmende/kernel';

/**
 * Port: which tenants exist (§4.14).
 * - The default tenant '' always exists; any other from its first creation on.
 * - `register` may be called again for a tenant that exists.
 */
export interface TenantStore<Transaction> {
  has(tenant: string): Promise<boolean>;
  /** All of them by name, the default one first. */
  list(): Promise<readonly string[]>;
  register(tenant: string): Promise<void>;
  /** Registers within a running transaction: commits with it, or not at all. */
  registerWithin(transaction: Transaction, tenant: string): MaybePromise<void>;
}
