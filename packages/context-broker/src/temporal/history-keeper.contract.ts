import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anInstance, vocabulary } from '../../test/entity-builder.ts';
import type { HistoryEditor } from './history-editor.ts';
import type { HistoryKeeper } from './history-keeper.ts';
import { parseRetention } from './history-policy.ts';
import type { TemporalQuery, TemporalStore } from './temporal-store.ts';

/** A fresh keeper beside the stores whose past it keeps. */
export interface HistoryKeeperUnderTest {
  readonly keeper: HistoryKeeper;
  readonly temporal: TemporalStore;
  readonly editor: HistoryEditor;
  readonly clock: { now(): number; advance(ms: number): void };
  /** Whether it can compress. */
  readonly packs: boolean;
  remove(): Promise<void>;
}

const dayMs = 86_400_000;
const [speed, load] = [`${vocabulary}speed`, `${vocabulary}load`];
const [car, bike] = ['urn:ngsi-ld:Car:1', 'urn:ngsi-ld:Bike:1'];
const all: TemporalQuery = { property: 'observedAt' };
const never = new AbortController().signal;

/** What every history keeper guarantees; see the port. */
export const describeHistoryKeeper = (
  name: string,
  open: () => HistoryKeeperUnderTest | Promise<HistoryKeeperUnderTest>,
): void => {
  describe(`${name} as history keeper`, () => {
    let own: HistoryKeeperUnderTest;
    beforeEach(async () => {
      own = await open();
    });
    afterEach(() => own.remove());

    const daysAgo = (days: number) => new Date(own.clock.now() - days * dayMs).toISOString();
    const at = (days: number, value: unknown = days) =>
      anInstance(value, { observedAt: daysAgo(days), createdAt: daysAgo(days), modifiedAt: daysAgo(days) });
    const add = (tenant: string, id: string, ...days: readonly number[]) =>
      own.temporal.addHistory(
        tenant,
        { id, types: [`${vocabulary}${id === car ? 'Car' : 'Bike'}`] },
        { [speed]: days.map((one) => at(one)) },
      );
    const daysOf = async (tenant: string, id: string) =>
      (await own.temporal.find(tenant, id, all, 1000))?.attributes[speed]?.map(({ value }) => value);
    const retain = (rules: string) => own.keeper.keep({ retention: parseRetention(rules) }, never);

    it('removes what is older than the rules of tenant and type say, and nothing else', async () => {
      for (const tenant of ['', 'bonn'])
        for (const id of [car, bike]) await add(tenant, id, 400, 100, 40, 20, 5);
      const { removedRows, droppedMonths } = await retain('*=365, bonn=90, */Bike=30, bonn/Bike=7');
      expect(removedRows + droppedMonths.length).toBeGreaterThan(1);
      expect(await daysOf('', car)).toEqual([100, 40, 20, 5]);
      expect(await daysOf('bonn', car)).toEqual([40, 20, 5]);
      expect(await daysOf('', bike)).toEqual([20, 5]);
      expect(await daysOf('bonn', bike)).toEqual([5]);
    });

    it('keeps for ever what no rule speaks of', async () => {
      await add('', car, 4000, 5);
      await add('', bike, 4000);
      expect((await retain('')).removedRows).toBe(0);
      expect((await retain('bonn=1, */Bike=30')).removedRows).toBe(1);
      expect(await daysOf('', car)).toEqual([4000, 5]);
    });

    it('forgets entities of which nothing is left', async () => {
      await add('', car, 50, 40);
      await add('bonn', car, 50, 1);
      await retain('*=10');
      expect(await own.temporal.find('', car, all, 10)).toBeUndefined();
      expect(await daysOf('bonn', car)).toEqual([1]);
      expect(await add('', car, 50)).toEqual({ isNew: true, added: 1 });
    });

    it('stops when told to', async () => {
      await add('', car, 50);
      const stopped = own.keeper.keep({ retention: parseRetention('*=1') }, AbortSignal.abort());
      await expect(stopped).rejects.toThrow();
      expect(await daysOf('', car)).toEqual([50]);
    });

    describe('after compression', () => {
      const days = Array.from({ length: 120 }, (_, index) => 120 - index);
      const compress = () => own.keeper.keep({ retention: [], compressAfterMs: 10 * dayMs }, never);

      beforeEach(async () => {
        await add('', car, ...days);
        await own.temporal.addHistory('', { id: car, types: [] }, { [load]: [at(90), at(60), at(1)] });
        await own.temporal.addHistory(
          '',
          { id: car, types: [] },
          { [load]: [{ ...at(60), datasetId: 'urn:d:2' }] },
        );
      });

      const questions: readonly TemporalQuery[] = [
        all,
        { ...all, attributes: [load] },
        { ...all, lastN: 7 },
        { property: 'createdAt', lastN: 3 },
        ...(['observedAt', 'modifiedAt', 'createdAt'] as const).flatMap((property) =>
          (['before', 'after', 'between'] as const).map((relation): TemporalQuery => {
            const timeAt = Date.UTC(2026, 0, 15);
            const endTimeAt = relation === 'between' ? { endTimeAt: Date.UTC(2026, 1, 10) } : {};
            return { property, relation, timeAt, ...endTimeAt };
          }),
        ),
      ];
      const answers = () =>
        Promise.all(
          questions.flatMap((query) => [
            own.temporal.find('', car, query, 1000),
            own.temporal.find('', car, query, 10),
            own.temporal.query('', { limit: 10, offset: 0 }, query, 1000),
          ]),
        );

      it('the past is told as before', async () => {
        const before = await answers();
        const { packedRows } = await compress();
        expect(packedRows > 90).toBe(own.packs);
        expect(await answers()).toEqual(before);
      });

      it('a gap between packed rows holds nothing', async () => {
        await compress();
        const middle = own.clock.now() - 75 * dayMs;
        const gap = {
          ...all,
          attributes: [load],
          relation: 'between',
          timeAt: middle,
          endTimeAt: middle + dayMs,
        } as const;
        expect((await own.temporal.find('', car, gap, 10))?.attributes).toEqual({});
        const page = await own.temporal.query('', { limit: 10, offset: 0, attributes: [load] }, gap, 10);
        expect(page.entities).toEqual([]);
      });

      it('known instances are known, and those of a known time replaced', async () => {
        await compress();
        expect((await add('', car, ...days)).added).toBe(0);
        await own.temporal.addHistory('', { id: car, types: [] }, { [speed]: [at(100, 'other')] });
        expect(await daysOf('', car)).toEqual(days.map((day) => (day === 100 ? 'other' : day)));
      });

      it('single instances are corrected, and packed again', async () => {
        await compress();
        const found = await own.temporal.find('', car, { ...all, attributes: [speed] }, 1000);
        const instanceId = found?.attributes[speed]?.[3]?.instanceId ?? '';
        const target = { entityId: car, attribute: speed, instanceId };
        expect(await own.editor.modifyInstance('', target, (before) => ({ ...before, value: 'new' }))).toBe(
          true,
        );
        own.clock.advance(2 * dayMs);
        await compress();
        const expected: unknown[] = [...days];
        expected[3] = 'new';
        expect(await daysOf('', car)).toEqual(expected);
        expect(await own.editor.removeInstance('', target)).toBe(true);
        expect(await daysOf('', car)).toEqual(days.filter((_day, index) => index !== 3));
        expect(await own.editor.removeEntity('', car)).toBe(true);
        expect(await own.temporal.find('', car, all, 10)).toBeUndefined();
      });

      it('what comes later to an old month is told in its place', async () => {
        await compress();
        await own.temporal.addHistory('', { id: car, types: [] }, { [speed]: [at(100.5), at(90.5)] });
        const expected = [...days, 100.5, 90.5].toSorted((left, right) => right - left);
        expect(await daysOf('', car)).toEqual(expected);
        own.clock.advance(2 * dayMs);
        await compress();
        expect(await daysOf('', car)).toEqual(expected);
      });

      it('retention goes on', async () => {
        await compress();
        await retain('*=45');
        expect(await daysOf('', car)).toEqual(days.filter((day) => day <= 45));
      });
    });
  });
};
