import type { Connection } from '@allmende/database';

/**
 * Port: which tenants exist (§4.14).
 * - The default tenant '' always exists; any other from its first creation on.
 * - `register` may be called again for a tenant that exists.
 */
export interface TenantStore {
  has(tenant: string): boolean;
  /** All of them by name, the default one first. */
  list(): readonly string[];
  register(tenant: string): Promise<void>;
  /** Registers within a running transaction: commits with it, or not at all. */
  registerWithin(connection: Connection, tenant: string): void;
}
