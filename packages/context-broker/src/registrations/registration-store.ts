import type { Registration } from './registration.ts';

/**
 * Port: context source registrations, per tenant, in order of creation.
 * - `insert` rejects with `registration-exists`; `replace` and `remove` with `registration-not-found`.
 */
export interface RegistrationStore {
  insert(registration: Registration): Promise<void>;
  replace(registration: Registration): Promise<void>;
  remove(tenant: string, id: string): Promise<void>;
  find(tenant: string, id: string): Promise<Registration | undefined>;
  all(tenant: string): Promise<readonly Registration[]>;
}
