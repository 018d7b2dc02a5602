import type { Registration } from './registration.ts';
import type { RegistrationStore } from './registration-store.ts';

/** A committed change of a registration; `before` is absent for a new one, `after` for a deleted one. */
export interface RegistrationChange {
  readonly before?: Registration;
  readonly after?: Registration;
}

/** The same store; `onChange` is told of each change after its commit. */
export const observed = (
  store: RegistrationStore,
  onChange: (change: RegistrationChange) => Promise<void>,
): RegistrationStore => ({
  ...store,
  insert: async (registration) => {
    await store.insert(registration);
    await onChange({ after: registration });
  },
  replace: async (registration) => {
    const before = await store.find(registration.tenant, registration.id);
    await store.replace(registration);
    await onChange({ ...(before === undefined ? {} : { before }), after: registration });
  },
  remove: async (tenant, id) => {
    const before = await store.find(tenant, id);
    await store.remove(tenant, id);
    if (before !== undefined) await onChange({ before });
  },
});
