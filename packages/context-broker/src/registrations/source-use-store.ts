import type { SourceUse } from './source-use.ts';

/** The use of one registration. */
export interface RegistrationUse {
  readonly tenant: string;
  readonly id: string;
  readonly use: SourceUse;
}

/**
 * Port: how registrations were used, per tenant.
 * - `add` adds to what is kept, so that several processes may tell; of times the later one stays.
 * - What is told of a registration is forgotten with `remove`.
 */
export interface SourceUseStore {
  add(uses: readonly RegistrationUse[]): Promise<void>;
  /** By id of the registration; those that were never used are left out. */
  all(tenant: string): Promise<ReadonlyMap<string, SourceUse>>;
  remove(tenant: string, id: string): Promise<void>;
}
