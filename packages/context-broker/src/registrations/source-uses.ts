import type { Clock, Logger } from '@allmende/kernel';
import type { Registration } from './registration.ts';
import { addedUse, noUse, type SourceUse } from './source-use.ts';
import type { RegistrationUse, SourceUseStore } from './source-use-store.ts';

/** How registrations are used: counted in memory, and written down about once a second. */
export interface SourceUses {
  /** Counts one request to the source of a registration. */
  count(registration: Registration, isFailed: boolean): void;
  /** By id, with what is not yet written down. */
  of(tenant: string): Promise<ReadonlyMap<string, SourceUse>>;
  forget(tenant: string, id: string): Promise<void>;
  start(): void;
  /** Writes down what is left. */
  stop(): Promise<void>;
}

interface Parts {
  readonly store: SourceUseStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

const flushMs = 1000;

const keyOf = (tenant: string, id: string): string => `${tenant}\n${id}`;

const useOfOne = (at: string, isFailed: boolean): SourceUse =>
  isFailed
    ? { timesSent: 1, timesFailed: 1, lastFailure: at }
    : { timesSent: 1, timesFailed: 0, lastSuccess: at };

export const createSourceUses = ({ store, clock, logger }: Parts): SourceUses => {
  const counted = new Map<string, RegistrationUse>();
  const running: { timer?: NodeJS.Timeout; writing: Promise<void> } = { writing: Promise.resolve() };

  const write = async (): Promise<void> => {
    const uses = [...counted.values()];
    if (uses.length === 0) return;
    counted.clear();
    try {
      await store.add(uses);
    } catch (cause) {
      logger.error('the use of registrations could not be written down', { cause });
    }
  };
  const flush = (): Promise<void> => (running.writing = running.writing.then(write));

  return {
    count: ({ tenant, id }, isFailed) => {
      const key = keyOf(tenant, id);
      const known = counted.get(key)?.use ?? noUse;
      const one = useOfOne(new Date(clock.now()).toISOString(), isFailed);
      counted.set(key, { tenant, id, use: addedUse(known, one) });
    },
    of: async (tenant) => {
      await flush();
      return store.all(tenant);
    },
    forget: async (tenant, id) => {
      await flush();
      await store.remove(tenant, id);
    },
    start: () => {
      running.timer = setInterval(() => void flush(), flushMs);
    },
    stop: () => {
      clearInterval(running.timer);
      return flush();
    },
  };
};
