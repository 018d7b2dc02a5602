import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anEntity, anInstance, vocabulary } from '../../test/entity-builder.ts';
import type { EntityQuery } from '../query-language/query.ts';
import type { Entity, EntityChange } from './entity.ts';
import type { EntityStore } from './entity-store.ts';

/** A fresh store and what it announces. */
export interface EntityStoreUnderTest {
  readonly store: EntityStore;
  /** Changes in the order in which they were announced after their commit. */
  readonly announced: readonly EntityChange[];
  /** Changes in the order in which they were recorded inside their transaction. */
  readonly recorded: readonly EntityChange[];
  /** Lets the recorder of the next write fail. */
  failRecording(): void;
  /** PGlite has but one, so that nobody reads while somebody writes. */
  readonly hasOneConnection?: boolean;
  remove(): Promise<void>;
}

const [one, two] = ['urn:ngsi-ld:T:1', 'urn:ngsi-ld:T:2'];
const name = `${vocabulary}count`;
const location = 'https://uri.etsi.org/ngsi-ld/location';
const counting = (id: string, value: unknown, more: Partial<Entity> = {}) =>
  anEntity(id, { count: anInstance(value) }, more);
const at = (entity: Entity, x: number): Entity => ({
  ...entity,
  attributes: {
    ...entity.attributes,
    [location]: [anInstance({ type: 'Point', coordinates: [x, 52] }, { kind: 'GeoProperty' })],
  },
});

/** What every entity store guarantees; see the port. */
export const describeEntityStore = (
  implementation: string,
  open: () => EntityStoreUnderTest | Promise<EntityStoreUnderTest>,
): void => {
  describe(`${implementation} as entity store`, () => {
    let under: EntityStoreUnderTest;
    let store: EntityStore;
    beforeEach(async () => {
      under = await open();
      ({ store } = under);
    });
    afterEach(() => under.remove());

    const put = (entity: Entity, tenant = '') => store.apply(tenant, entity.id, () => entity);
    const valueOf = (entity: Entity | undefined) => entity?.attributes[name]?.[0]?.value;
    const query = async (asked: Partial<EntityQuery>) => {
      const page = await store.query('', { limit: 10, offset: 0, ...asked });
      return page.entities.map(({ id }) => id);
    };

    it('gives back what was stored, per tenant', async () => {
      const entity = at(counting(one, { deep: [1, null] }, { scopes: ['/a'] }), 7);
      await put(entity);
      expect(await store.find('', one)).toMatchObject(entity);
      expect(await store.find('bonn', one)).toBeUndefined();
      expect(JSON.parse((await store.findDocument('', one)) ?? '')).toMatchObject({
        id: one,
        type: 'T',
        count: { type: 'Property', value: { deep: [1, null] } },
      });
    });

    it('decides on the state inside the transaction, so that no update is lost', async () => {
      await put(counting(one, 0));
      const increment = (before: Entity | undefined) => counting(one, Number(valueOf(before)) + 1);
      await Promise.all(Array.from({ length: 50 }, () => store.apply('', one, increment)));
      expect(valueOf(await store.find('', one))).toBe(50);
    });

    it('reads committed data only', async () => {
      await put(counting(one, 1));
      const writing = put(counting(one, 2));
      // With one connection the reader comes after the writer.
      expect(valueOf(await store.find('', one))).toBe(under.hasOneConnection === true ? 2 : 1);
      await writing;
      expect(valueOf(await store.find('', one))).toBe(2);
    });

    it('tells what changed, from recording to announcement', async () => {
      await put(counting(one, 1));
      await put({
        ...counting(one, 2),
        attributes: { ...counting(one, 2).attributes, 'urn:new': [anInstance(1)] },
      });
      await store.apply('', one, (before) => before);
      await store.apply('', one, () => undefined);
      const told = under.announced.map(({ before, after, changedAttributes }) => [
        before !== undefined,
        after !== undefined,
        changedAttributes.toSorted(),
      ]);
      expect(told).toEqual([
        [false, true, [name]],
        [true, true, [name, 'urn:new']],
        [true, false, [name, 'urn:new']],
      ]);
      expect(under.recorded).toEqual(under.announced);
      expect(await store.find('', one)).toBeUndefined();
    });

    it('keeps nothing of a refused step, and all of its neighbours', async () => {
      await put(counting(one, 1));
      const refusal = new Error('refused');
      const refuse = () => {
        throw refusal;
      };
      await expect(store.apply('', one, refuse)).rejects.toBe(refusal);
      const outcomes = await store.applyAll('', [
        { entityId: one, transition: () => counting(one, 2) },
        { entityId: two, transition: refuse },
        { entityId: one, transition: (before) => counting(one, Number(valueOf(before)) * 10) },
      ]);
      expect(outcomes[1]).toBe(refusal);
      expect(valueOf(await store.find('', one))).toBe(20);
      expect(await store.find('', two)).toBeUndefined();
      expect(under.announced).toHaveLength(3);
    });

    it('commits what a recorder writes with the change, or neither', async () => {
      under.failRecording();
      await expect(put(counting(one, 1))).rejects.toThrow();
      expect(await store.find('', one)).toBeUndefined();
      expect(under.announced).toEqual([]);
      await put(counting(one, 2));
      expect(valueOf(await store.find('', one))).toBe(2);
      expect(await store.types('')).toMatchObject([{ count: 1 }]);
    });

    it('finds by every part of a query, and pages in a lasting order', async () => {
      await put(at(counting(one, 1, { scopes: ['/a/b'] }), 7));
      await put(counting(two, 2, { types: [`${vocabulary}T`, `${vocabulary}U`] }));
      await put(counting('urn:ngsi-ld:V:3', 'text', { types: ['urn:V'] }), 'bonn');
      expect(await query({})).toEqual([one, two]);
      expect(await query({ limit: 1, offset: 1 })).toEqual([two]);
      expect(await query({ types: [[`${vocabulary}T`, `${vocabulary}U`]] })).toEqual([two]);
      expect(await query({ ids: [two, 'urn:none'] })).toEqual([two]);
      expect(await query({ idPattern: '1$' })).toEqual([one]);
      expect(await query({ attributes: [location] })).toEqual([one]);
      expect(await query({ scopeQ: { kind: 'scope', segments: ['a'], subtree: true } })).toEqual([one]);
      const geometry = { type: 'Point', coordinates: [7, 52] };
      const geo = { relation: 'near', maxDistance: 1, geometry, geoproperty: location } as const;
      expect(await query({ geo })).toEqual([one]);
      const path = { names: [name], trailing: [] };
      const q = { kind: 'compare', path, operator: '>', value: { kind: 'number', value: 1 } } as const;
      expect(await query({ q })).toEqual([two]);
      const counted = { limit: 1, offset: 0, count: true };
      expect(await store.query('', counted)).toMatchObject({ count: 2 });
      const page = await store.queryDocuments('', { ...counted, q });
      expect([page.count, page.documents.map((text) => (JSON.parse(text) as { id: string }).id)]).toEqual([
        1,
        [two],
      ]);
    });

    it('moves an entity in the index of places, and takes it out', async () => {
      const near = (x: number) => {
        const geometry = { type: 'Point', coordinates: [x, 52] };
        return query({ geo: { relation: 'near', maxDistance: 10, geometry, geoproperty: location } });
      };
      await put(at(counting(one, 1), 7));
      await put(at(counting(one, 1), 8));
      expect([await near(7), await near(8)]).toEqual([[], [one]]);
      await put(counting(one, 1));
      expect(await near(8)).toEqual([]);
    });

    it('describes types with their attributes and kinds, and forgets what is gone', async () => {
      await put(counting(one, 1));
      await put(at(counting(two, 2, { types: [`${vocabulary}T`, 'urn:U'] }), 7));
      const all = { [name]: ['Property'], [location]: ['GeoProperty'] };
      expect((await store.types('')).toSorted((a, b) => (a.type < b.type ? -1 : 1))).toEqual([
        { type: `${vocabulary}T`, count: 2, attributes: all },
        { type: 'urn:U', count: 1, attributes: all },
      ]);
      await store.apply('', two, () => undefined);
      expect(await store.types('')).toEqual([
        { type: `${vocabulary}T`, count: 1, attributes: { [name]: ['Property'] } },
      ]);
      expect(await store.types('bonn')).toEqual([]);
    });
  });
};
