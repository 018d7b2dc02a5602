import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aDataset, aDistribution, aRecord, codeOf } from '../testing.ts';
import type { Collection } from './catalogue-record.ts';
import type { CatalogueQuery, CatalogueStore } from './catalogue-store.ts';

export interface StoreUnderTest {
  readonly store: CatalogueStore;
  remove(): Promise<void>;
}

const titled = (de: string, description = '') =>
  aDataset({ title: { de }, description: { de: description } });

const anOffice = (name: string, parts: Partial<Collection> = {}): Collection => ({
  tenant: '',
  kind: 'organisation',
  id: `id-of-${name}`,
  name,
  title: name,
  description: '',
  state: 'active',
  createdAt: '2026-11-25T08:00:00.000Z',
  modifiedAt: '2026-11-25T08:00:00.000Z',
  ...parts,
});

/** What every implementation of the port guarantees. */
export const describeCatalogueStore = (
  name: string,
  start: () => StoreUnderTest | Promise<StoreUnderTest>,
): void => {
  describe(`catalogue store (${name})`, () => {
    let store: CatalogueStore;
    let remove: () => Promise<void>;
    beforeEach(async () => {
      ({ store, remove } = await start());
    });
    afterEach(() => remove());

    const namesOf = async (query: Partial<CatalogueQuery>): Promise<readonly string[]> => {
      const { records } = await store.search({ tenant: '', limit: 50, offset: 0, ...query });
      return records.map((record) => record.name);
    };

    describe('keeps entries', () => {
      it('and finds them by id and by name, within their tenant', async () => {
        const record = aRecord('luft');
        await store.insert(record, 'Klara');
        expect(await store.find('', 'luft')).toEqual(record);
        expect(await store.find('', 'id-of-luft')).toEqual(record);
        expect(await store.find('bonn', 'luft')).toBeUndefined();
        await store.insert({ ...record, tenant: 'bonn' }, 'Klara');
        expect(await store.find('bonn', 'luft')).toEqual({ ...record, tenant: 'bonn' });
      });

      it('and refuses names and ids that are taken, crosswise too', async () => {
        await store.insert(aRecord('luft'), 'Klara');
        for (const taken of [
          aRecord('luft', { id: 'other' }),
          aRecord('other', { id: 'id-of-luft' }),
          aRecord('id-of-luft', { id: 'third' }),
          aRecord('other', { id: 'luft' }),
        ])
          expect(await codeOf(store.insert(taken, 'Klara'))).toBe('already-exists');
        await store.insert(aRecord('wasser'), 'Klara');
        expect(
          await codeOf(store.replace(aRecord('luft', { id: 'id-of-wasser', version: 2 }), 'Klara')),
        ).toBe('already-exists');
      });

      it('with the state before each change', async () => {
        await store.insert(aRecord('luft'), 'Klara');
        const second = aRecord('luft', {
          version: 2,
          state: 'withdrawn',
          modifiedAt: '2026-11-26T08:00:00.000Z',
        });
        await store.replace(second, 'Ben');
        expect(await store.find('', 'luft')).toEqual(second);
        const revisions = await store.revisions('', 'id-of-luft');
        expect(revisions.map(({ version, at, actor }) => [version, at, actor])).toEqual([
          [2, '2026-11-26T08:00:00.000Z', 'Ben'],
          [1, '2026-11-25T08:00:00.000Z', 'Klara'],
        ]);
        expect(revisions[1]?.record).toEqual(aRecord('luft'));
      });

      it('and refuses a change of what changed meanwhile or is not there', async () => {
        await store.insert(aRecord('luft'), 'Klara');
        expect(await codeOf(store.replace(aRecord('luft', { version: 3 }), 'Ben'))).toBe('changed-meanwhile');
        expect(await codeOf(store.replace(aRecord('wasser', { version: 2 }), 'Ben'))).toBe(
          'record-not-found',
        );
        expect(await codeOf(store.purge('', 'id-of-wasser'))).toBe('record-not-found');
      });

      it('until they are purged, with all that was kept of them', async () => {
        const origin = { source: 'dkan', identifier: '42', formerUrls: ['https://alt.example/node/42'] };
        await store.insert(aRecord('luft', { origin, content: titled('Luft') }), 'Klara');
        await store.purge('', 'id-of-luft');
        expect(await store.find('', 'luft')).toBeUndefined();
        expect(await store.revisions('', 'id-of-luft')).toEqual([]);
        expect(await store.findByFormerUrl('', 'https://alt.example/node/42')).toBeUndefined();
        expect(await namesOf({ text: 'luft' })).toEqual([]);
      });

      it('and finds them by where they were before', async () => {
        const origin = { source: 'dkan', identifier: '42', formerUrls: ['https://alt.example/node/42'] };
        await store.insert(aRecord('luft', { origin }), 'Klara');
        expect((await store.findByFormerUrl('', 'https://alt.example/node/42'))?.name).toBe('luft');
        expect((await store.findByOrigin('', 'dkan', '42'))?.name).toBe('luft');
        expect(await store.findByOrigin('', 'ckan', '42')).toBeUndefined();
        await store.replace(aRecord('luft', { version: 2 }), 'Klara');
        expect(await store.findByFormerUrl('', 'https://alt.example/node/42')).toBeUndefined();
      });
    });

    describe('searches', () => {
      beforeEach(async () => {
        await store.insert(
          aRecord('luft', { content: titled('Luftqualität an Messstationen', 'Feinstaub je Stunde') }),
          '',
        );
        await store.insert(
          aRecord('rad', { content: titled('Zählstellen für Fahrräder', 'Radverkehr') }),
          '',
        );
        await store.insert(
          aRecord('parken', { content: titled('Parkhausbelegung', 'Freie Plätze der Parkhäuser') }),
          '',
        );
        await store.insert(aRecord('entwurf', { state: 'draft', content: titled('Luft im Entwurf') }), '');
      });

      it.each([
        ['Luftqualität', ['luft']],
        ['luftqualitaet', ['luft']],
        ['Messstation', ['luft']],
        ['messst', ['luft']],
        ['Fahrrad', ['rad']],
        ['Fahrrad zählstelle', ['rad']],
        ['qualität', ['luft']],
        ['Belegung', ['parken']],
        ['Luftqaulität', ['luft']],
        ['Parkhuas', ['parken']],
        ['Leeze', ['rad']],
        ['PKW', []],
        ['Luftqualität Fahrrad', []],
        ['', ['luft', 'parken', 'rad']],
        ['die der und', ['luft', 'parken', 'rad']],
        ['"*) OR (', ['luft', 'parken', 'rad']],
      ])('for what people mean by %j', async (text, expected) => {
        expect([...(await namesOf({ text, states: ['published'] }))].sort()).toEqual(expected);
      });

      it('with words of the title first', async () => {
        await store.insert(
          aRecord('bericht', { content: titled('Umweltbericht', 'Luftqualität, Luftqualität') }),
          '',
        );
        expect(await namesOf({ text: 'Luftqualität', states: ['published'] })).toEqual(['luft', 'bericht']);
      });

      it('what is there now', async () => {
        await store.replace(aRecord('luft', { version: 2, content: titled('Grundwasser') }), '');
        expect(await namesOf({ text: 'Messstation', states: ['published'] })).toEqual([]);
        expect(await namesOf({ text: 'Grundwasser' })).toEqual(['luft']);
      });

      it('within the tenant only', async () => {
        expect(await namesOf({ tenant: 'bonn', text: 'Luft' })).toEqual([]);
      });
    });

    describe('narrows', () => {
      const [csv, json] = ['https://formats.example/CSV', 'https://formats.example/JSON'];
      beforeEach(async () => {
        const base = aDataset({ themes: ['t:umwelt'], distributions: [aDistribution({ format: csv })] });
        const both = [aDistribution({ format: csv }), aDistribution({ id: '2', format: json })];
        const box = { label: 'Kreis', bbox: [7, 51, 8, 52] as const };
        const geometry = {
          type: 'Polygon',
          coordinates: [
            [
              [9, 50],
              [10, 50],
              [10, 51],
              [9, 50],
            ],
          ],
        };
        await store.insert(
          aRecord('a', { organisation: 'o1', content: { ...base, title: { de: 'Zebra' }, spatial: [box] } }),
          '',
        );
        await store.insert(
          aRecord('b', {
            organisation: 'o2',
            modifiedAt: '2026-11-26T08:00:00.000Z',
            content: { ...base, title: { de: 'Ameise' }, distributions: both, spatial: [{ geometry }] },
          }),
          '',
        );
      });

      it('by facets, alternatives within one and together across several', async () => {
        expect(await namesOf({ facets: { organisation: ['o1'] } })).toEqual(['a']);
        expect(await namesOf({ facets: { organisation: ['o1', 'o2'] } })).toEqual(['b', 'a']);
        expect(await namesOf({ facets: { organisation: ['o1'], format: [json] } })).toEqual([]);
        expect(await namesOf({ facets: { theme: ['t:umwelt'], format: [json] } })).toEqual(['b']);
      });

      it('and counts the values of facets, each as if it were not chosen', async () => {
        const { facets, count } = await store.search({
          tenant: '',
          limit: 0,
          offset: 0,
          facets: { organisation: ['o1'] },
          count: ['organisation', 'format'],
        });
        expect(count).toBe(1);
        expect(facets.organisation).toEqual([
          { value: 'o1', count: 1 },
          { value: 'o2', count: 1 },
        ]);
        expect(facets.format).toEqual([{ value: csv, count: 1 }]);
      });

      it('by the extent of a map', async () => {
        expect(await namesOf({ bbox: [6, 50.5, 7.5, 51.5] })).toEqual(['a']);
        expect(await namesOf({ bbox: [9.5, 50.5, 9.6, 50.6] })).toEqual(['b']);
        expect(await namesOf({ bbox: [20, 50, 21, 51] })).toEqual([]);
      });

      it('by the last change, in the order and page asked for', async () => {
        expect(await namesOf({ modifiedSince: '2026-11-26T00:00:00.000Z' })).toEqual(['b']);
        expect(await namesOf({})).toEqual(['b', 'a']);
        expect(await namesOf({ sort: 'title' })).toEqual(['b', 'a']);
        expect(await namesOf({ sort: 'title', limit: 1, offset: 1 })).toEqual(['a']);
        expect(await namesOf({ kinds: ['data-service'] })).toEqual([]);
      });
    });

    it('keeps organisations and groups', async () => {
      await store.insertCollection(anOffice('umweltamt', { title: 'Umweltamt' }));
      await store.insertCollection(anOffice('stadtwerke', { title: 'Stadtwerke' }));
      await store.insertCollection(anOffice('umweltamt', { kind: 'group' }));
      const names = (await store.listCollections('', 'organisation')).map((one) => one.name);
      expect(names).toEqual(['stadtwerke', 'umweltamt']);
      expect((await store.findCollection('', 'organisation', 'umweltamt'))?.id).toBe('id-of-umweltamt');
      expect(await codeOf(store.insertCollection(anOffice('umweltamt', { id: 'x' })))).toBe('already-exists');
      await store.replaceCollection(anOffice('umweltamt', { title: 'Amt für Umwelt' }));
      expect((await store.findCollection('', 'organisation', 'id-of-umweltamt'))?.title).toBe(
        'Amt für Umwelt',
      );
      expect(await codeOf(store.replaceCollection(anOffice('x')))).toBe('collection-not-found');
      const taken = anOffice('stadtwerke', { id: 'id-of-umweltamt' });
      expect(await codeOf(store.replaceCollection(taken))).toBe('already-exists');
    });

    it('removes a collection for good, of its tenant and kind only', async () => {
      await store.insertCollection(anOffice('amt'));
      await store.insertCollection(anOffice('amt', { kind: 'group' }));
      await store.insertCollection(anOffice('amt', { tenant: 'bonn' }));
      await store.purgeCollection('', 'organisation', 'id-of-amt');
      expect(await store.findCollection('', 'organisation', 'amt')).toBeUndefined();
      expect(await store.findCollection('', 'group', 'amt')).toBeDefined();
      expect(await store.findCollection('bonn', 'organisation', 'amt')).toBeDefined();
      expect(await codeOf(store.purgeCollection('', 'organisation', 'id-of-amt'))).toBe(
        'collection-not-found',
      );
    });
  });
};
