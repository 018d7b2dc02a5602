import type { Registration } from './registration.ts';
import type { RegistrationStore } from './registration-store.ts';

/** A registration store that can be asked on every request: `all` costs one look-up. */
export interface RememberedRegistrations extends RegistrationStore {
  /** The registrations of a tenant; the same objects until one of them changes. */
  all(tenant: string): Promise<readonly Registration[]>;
  /** Reads those of a tenant again, or all, as another process may have changed them. */
  forget(tenant: string | undefined): void;
}

/** The same store; what it holds is read once per tenant, and again after a change. */
export const remembered = (store: RegistrationStore): RememberedRegistrations => {
  const known = new Map<string, Promise<readonly Registration[]>>();
  const forgetting =
    <Input extends readonly unknown[]>(
      tenantOf: (...input: Input) => string,
      change: (...input: Input) => Promise<void>,
    ) =>
    async (...input: Input): Promise<void> => {
      try {
        await change(...input);
      } finally {
        known.delete(tenantOf(...input));
      }
    };
  const tenantOfRegistration = ({ tenant }: Registration): string => tenant;
  return {
    ...store,
    forget: (tenant) => {
      if (tenant === undefined) known.clear();
      else known.delete(tenant);
    },
    insert: forgetting(tenantOfRegistration, store.insert),
    replace: forgetting(tenantOfRegistration, store.replace),
    remove: forgetting((tenant: string, _id: string) => tenant, store.remove),
    all: (tenant) => {
      const found = known.get(tenant);
      if (found !== undefined) return found;
      const read = store.all(tenant);
      known.set(tenant, read);
      read.catch(() => {
        if (known.get(tenant) === read) known.delete(tenant);
      });
      return read;
    },
  };
};
