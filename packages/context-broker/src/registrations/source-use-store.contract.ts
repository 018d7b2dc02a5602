import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SourceUseStore } from './source-use-store.ts';

export interface SourceUseStoreUnderTest {
  readonly store: SourceUseStore;
  remove(): Promise<void>;
}

/** What every store of the use of registrations guarantees; see the port. */
export const describeSourceUseStore = (name: string, open: () => SourceUseStoreUnderTest): void => {
  describe(`${name} as store of the use of registrations`, () => {
    let own: SourceUseStoreUnderTest;
    beforeEach(() => {
      own = open();
    });
    afterEach(() => own.remove());

    const at = (minute: number): string => `2026-03-01T12:0${String(minute)}:00.000Z`;

    it('adds up what several tell, and keeps the later times', async () => {
      const told = { tenant: '', id: 'urn:a' };
      await own.store.add([
        { ...told, use: { timesSent: 2, timesFailed: 1, lastSuccess: at(2), lastFailure: at(1) } },
        { tenant: 'bonn', id: 'urn:a', use: { timesSent: 9, timesFailed: 0, lastSuccess: at(5) } },
      ]);
      await own.store.add([{ ...told, use: { timesSent: 1, timesFailed: 0, lastSuccess: at(1) } }]);
      await own.store.add([{ ...told, use: { timesSent: 1, timesFailed: 1, lastFailure: at(4) } }]);
      expect(Object.fromEntries(await own.store.all(''))).toEqual({
        'urn:a': { timesSent: 4, timesFailed: 2, lastSuccess: at(2), lastFailure: at(4) },
      });
      expect((await own.store.all('bonn')).get('urn:a')).toEqual({
        timesSent: 9,
        timesFailed: 0,
        lastSuccess: at(5),
      });
      expect(await own.store.all('kiel')).toEqual(new Map());
    });

    it('forgets', async () => {
      const use = { timesSent: 1, timesFailed: 0, lastSuccess: at(1) };
      await own.store.add([
        { tenant: '', id: 'urn:a', use },
        { tenant: '', id: 'urn:b', use },
      ]);
      await own.store.remove('', 'urn:a');
      await own.store.remove('', 'urn:never');
      expect([...(await own.store.all('')).keys()]).toEqual(['urn:b']);
    });
  });
};
