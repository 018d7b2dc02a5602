import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anEntity, anInstance, vocabulary } from '../../test/entity-builder.ts';
import type { Entity } from '../entities/entity.ts';
import type { EntityStore } from '../entities/entity-store.ts';
import type { TemporalQuery, TemporalStore } from './temporal-store.ts';

/** A fresh store beside the store of current state that feeds it. */
export interface TemporalStoreUnderTest {
  readonly temporal: TemporalStore;
  readonly entities: EntityStore;
  readonly clock: { advance(ms: number): void };
  remove(): Promise<void>;
}

const [id, other] = ['urn:ngsi-ld:T:1', 'urn:ngsi-ld:T:2'];
const speed = `${vocabulary}speed`;
const types = [`${vocabulary}T`];
const observed = (hour: number) => `2026-01-01T${String(hour).padStart(2, '0')}:00:00.000Z`;
const ms = (hour: number) => Date.parse(observed(hour));
const at = (hour: number) => anInstance(hour * 10, { observedAt: observed(hour) });
const past = (...hours: readonly number[]) => ({ [speed]: hours.map(at) });
const all: TemporalQuery = { property: 'observedAt' };

/** What every temporal store guarantees; see the port. */
export const describeTemporalStore = (
  name: string,
  open: () => TemporalStoreUnderTest | Promise<TemporalStoreUnderTest>,
): void => {
  describe(`${name} as temporal store`, () => {
    let store: TemporalStoreUnderTest;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.remove());

    const put = (entity: Entity) => store.entities.apply('', entity.id, () => entity);
    const remove = (entityId: string) => store.entities.apply('', entityId, () => undefined);
    const valuesOf = async (query: TemporalQuery = all, maxInstances = 100) =>
      (await store.temporal.find('', id, query, maxInstances))?.attributes[speed]?.map(({ value }) => value);
    const idsOf = async (entities: object, query: TemporalQuery = all) =>
      (await store.temporal.query('', { limit: 10, offset: 0, ...entities }, query, 100)).entities.map(
        (entity) => entity.id,
      );

    it('adds past instances once, per tenant', async () => {
      const add = (...hours: readonly number[]) =>
        store.temporal.addHistory('', { id, types }, past(...hours));
      expect(await add(1, 2)).toEqual({ isNew: true, added: 2 });
      expect(await add(2, 3)).toEqual({ isNew: false, added: 1 });
      expect(await valuesOf()).toEqual([10, 20, 30]);
      expect(await store.temporal.find('bonn', id, all, 10)).toBeUndefined();
    });

    it('adds an instance without observedAt once per content, and not what is valid now', async () => {
      const add = (...values: readonly number[]) =>
        store.temporal.addHistory('', { id, types }, { [speed]: values.map((value) => anInstance(value)) });
      expect((await add(1, 2)).added).toBe(2);
      expect((await add(1, 2, 3)).added).toBe(1);
      await put(anEntity(id, { speed: anInstance(9) }));
      expect((await add(9)).added).toBe(0);
    });

    it('selects by interval: before its end, from its start on, between start and end exclusive', async () => {
      await store.temporal.addHistory('', { id, types }, past(1, 2, 3));
      await put(anEntity(id, { speed: at(5) }));
      expect(await valuesOf()).toEqual([10, 20, 30, 50]);
      expect(await valuesOf({ ...all, relation: 'after', timeAt: ms(2) })).toEqual([20, 30, 50]);
      expect(await valuesOf({ ...all, relation: 'before', timeAt: ms(2) })).toEqual([10]);
      const between = { ...all, relation: 'between', timeAt: ms(2), endTimeAt: ms(5) } as const;
      expect(await valuesOf(between)).toEqual([20, 30]);
      expect(await valuesOf({ ...all, lastN: 2 })).toEqual([30, 50]);
      expect(await valuesOf({ ...all, relation: 'before', timeAt: ms(4), lastN: 2 })).toEqual([20, 30]);
    });

    it('takes lastN of each attribute and datasetId', async () => {
      const inSet = (hour: number) => ({ ...at(hour), datasetId: 'urn:ngsi-ld:dataset:b' });
      const instances = { [speed]: [at(1), at(2), inSet(1), inSet(3)], [`${vocabulary}n`]: [at(1)] };
      await store.temporal.addHistory('', { id, types }, instances);
      const found = await store.temporal.find('', id, { ...all, lastN: 1 }, 10);
      expect(found?.attributes[speed]?.map(({ value }) => value)).toEqual([20, 30]);
      expect(found?.attributes[`${vocabulary}n`]).toHaveLength(1);
    });

    it('keeps changes of the same time in their order', async () => {
      for (const value of [3, 1, 2]) await put(anEntity(id, { speed: anInstance(value) }));
      expect(await valuesOf()).toEqual([3, 1, 2]);
      expect(await valuesOf({ property: 'modifiedAt', lastN: 2 })).toEqual([1, 2]);
    });

    it('says when instances are left off', async () => {
      await store.temporal.addHistory('', { id, types }, past(1, 2, 3));
      expect((await store.temporal.find('', id, all, 2))?.isCut).toBe(true);
      expect(await valuesOf(all, 2)).toEqual([10, 20]);
      expect(await valuesOf({ ...all, lastN: 3 }, 2)).toEqual([20, 30]);
      expect((await store.temporal.find('', id, all, 3))?.isCut).toBe(false);
    });

    it('tells of deletions by deletedAt, and keeps the past of what is gone', async () => {
      await put(anEntity(id, { speed: at(1), other: at(2) }));
      store.clock.advance(1000);
      await remove(id);
      expect(await valuesOf()).toEqual([10]);
      const deletions = await store.temporal.find('', id, { property: 'deletedAt' }, 10);
      expect(deletions?.types).toEqual(types);
      expect(deletions?.attributes[speed]).toMatchObject([
        { kind: 'Property', value: 'urn:ngsi-ld:null', deletedAt: '2026-03-01T12:00:01.000Z' },
      ]);
      await put(anEntity(id, { speed: at(3) }));
      expect(await valuesOf()).toEqual([10, 30]);
      expect(await valuesOf({ property: 'deletedAt' })).toEqual(['urn:ngsi-ld:null']);
    });

    it('knows no entity or attribute that never was, but one without instances in the interval', async () => {
      expect(await store.temporal.find('', id, all, 10)).toBeUndefined();
      await put(anEntity(id, { speed: at(1) }));
      expect(await store.temporal.find('', id, { ...all, attributes: ['urn:none'] }, 10)).toBeUndefined();
      const later: TemporalQuery = { ...all, relation: 'after', timeAt: ms(9), attributes: [speed] };
      expect((await store.temporal.find('', id, later, 10))?.attributes).toEqual({});
    });

    describe('queries', () => {
      const compare = (value: number) =>
        ({
          kind: 'compare',
          path: { names: [speed], trailing: [] },
          operator: '==',
          value: { kind: 'number', value },
        }) as const;

      beforeEach(async () => {
        await store.temporal.addHistory('', { id, types }, past(1, 2));
        await put(anEntity(other, { speed: at(2) }, { scopes: ['/a/b'] }));
        await put(anEntity(other, { speed: at(3) }, { scopes: ['/a/b'] }));
        await store.temporal.addHistory('', { id: 'urn:ngsi-ld:U:3', types: ['urn:U'] }, past(1));
      });

      it('finds what exists and what is gone by type, id and scope, in order of id', async () => {
        expect(await idsOf({})).toEqual([id, other, 'urn:ngsi-ld:U:3']);
        expect(await idsOf({ types: [types] })).toEqual([id, other]);
        expect(await idsOf({ types: [types], offset: 1 })).toEqual([other]);
        expect(await idsOf({ ids: [other, 'urn:none', id] })).toEqual([id, other]);
        expect(await idsOf({ idPattern: ':U:' })).toEqual(['urn:ngsi-ld:U:3']);
        expect(await idsOf({ scopeQ: { kind: 'scope', segments: ['a'], subtree: true } })).toEqual([other]);
      });

      it('lets a comparison hold by any instance in the interval, whatever attributes are shown', async () => {
        expect(await idsOf({ q: compare(20) })).toEqual([id, other]);
        expect(await idsOf({ q: compare(20) }, { ...all, relation: 'after', timeAt: ms(2) + 1 })).toEqual([]);
        const children = [compare(20), compare(30)];
        expect(await idsOf({ q: { kind: 'and', children } })).toEqual([other]);
        await put(anEntity(id, { speed: at(3), shown: at(3) }));
        expect(await idsOf({ q: compare(10) }, { ...all, attributes: [`${vocabulary}shown`] })).toEqual([id]);
      });

      it('counts and says what comes next', async () => {
        const query = (limit: number, maxInstances: number, offset = 0) =>
          store.temporal.query('', { limit, offset, count: true }, all, maxInstances);
        expect(await query(1, 100)).toMatchObject({ count: 3, hasNext: true, entities: [{ id }] });
        expect(await query(3, 100)).toMatchObject({ count: 3, hasNext: false });
        expect(await query(0, 100)).toMatchObject({ count: 3, entities: [] });
      });

      it('cuts all entities of a page at the same time (§6.3.10)', async () => {
        const query = (maxInstances: number, rest: Partial<TemporalQuery> = {}) =>
          store.temporal.query('', { limit: 3, offset: 0 }, { ...all, ...rest }, maxInstances);
        const instancesOf = ({ entities }: Awaited<ReturnType<typeof query>>) =>
          entities.flatMap(({ attributes }) => Object.values(attributes).flat());
        const whole = instancesOf(await query(100));
        const timeOf = ({ observedAt, modifiedAt }: (typeof whole)[number]) => observedAt ?? modifiedAt;
        const short = await query(2);
        expect(short.entities).toHaveLength(3);
        expect(short.entities.some(({ isCut }) => isCut)).toBe(true);
        const latest = instancesOf(short).map(timeOf).toSorted().at(-1) ?? '';
        expect(instancesOf(short)).toHaveLength(2);
        expect(whole.filter((instance) => timeOf(instance) < latest).length).toBeLessThan(2);
        // Attributes of which nothing is shown are there all the same.
        expect(short.entities.every(({ attributes }) => Object.keys(attributes).length > 0)).toBe(true);
        expect(instancesOf(await query(2, { lastN: 100 }))).toHaveLength(2);
      });

      it('sees every commit that came before', async () => {
        await idsOf({ limit: 1 });
        await put(anEntity('urn:ngsi-ld:T:0', { speed: at(1) }));
        expect(await idsOf({ limit: 1 })).toEqual(['urn:ngsi-ld:T:0']);
      });
    });
  });
};
