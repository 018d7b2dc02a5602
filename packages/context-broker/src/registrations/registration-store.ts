import type { MaybePromise } from '@allmende/kernel';
import type { Registration } from './registration.ts';

/** A change of a registration; `before` is absent for a new one, `after` for a deleted one. */
export interface RegistrationChange {
  readonly before?: Registration;
  readonly after?: Registration;
}

/** Who is told of changes. */
export interface RegistrationHooks<Transaction> {
  /** Told inside the transaction of the change; what it writes commits with it, or not at all. */
  readonly record: (transaction: Transaction, change: RegistrationChange) => MaybePromise<void>;
  readonly onCommitted: (change: RegistrationChange) => void;
}

/**
 * Port: context source registrations, per tenant, in order of creation.
 * - Each change is handed to the `record` hook inside its transaction, then to `onCommitted`.
 * - `insert` rejects with `registration-exists`; `replace` and `remove` with `registration-not-found`.
 */
export interface RegistrationStore {
  insert(registration: Registration): Promise<void>;
  replace(registration: Registration): Promise<void>;
  remove(tenant: string, id: string): Promise<void>;
  find(tenant: string, id: string): Promise<Registration | undefined>;
  all(tenant: string): Promise<readonly Registration[]>;
}
