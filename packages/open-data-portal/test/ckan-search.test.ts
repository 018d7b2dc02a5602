import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCkan, type CkanFixture } from './ckan-fixture.ts';

interface Answer {
  readonly count: number;
  readonly results: readonly { readonly name: string }[];
  readonly facets: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly search_facets: Readonly<Record<string, { readonly items: readonly unknown[] }>>;
}

describe('package_search', () => {
  let ckan: CkanFixture;
  beforeAll(async () => {
    ckan = startCkan();
    const admin = await ckan.token('admin');
    const make = async (name: string, parts: Readonly<Record<string, unknown>>) => {
      const { status } = await ckan.act('package_create', { name, title: name, ...parts }, admin);
      expect(status).toBe(200);
    };
    for (const name of ['umweltamt', 'tiefbauamt'])
      await ckan.act('organization_create', { name, title: `Das ${name}` }, admin);
    await ckan.act('group_create', { name: 'verkehr', title: 'Verkehr' }, admin);
    await make('luft', {
      owner_org: 'umweltamt',
      tags: [{ name: 'Umwelt' }],
      resources: [{ url: 'https://a.example', format: 'CSV' }],
    });
    await make('baeume', {
      title: 'Bäume an Straßen',
      owner_org: 'umweltamt',
      tags: [{ name: 'Umwelt' }, { name: 'Grün' }],
      resources: [
        { url: 'https://b.example', format: 'GeoJSON' },
        { url: 'https://c.example', format: 'CSV' },
      ],
    });
    await make('radzaehlung', {
      title: 'Radzählstellen',
      owner_org: 'tiefbauamt',
      groups: [{ name: 'verkehr' }],
      tags: [{ name: 'Rad' }],
      extras: [
        { key: 'theme', value: '["http://publications.europa.eu/resource/authority/data-theme/TRAN"]' },
      ],
    });
  });
  afterAll(() => ckan.remove());

  const search = async (data: unknown): Promise<Answer> =>
    (await ckan.act('package_search', data)).result as Answer;
  const names = async (data: unknown): Promise<readonly string[]> =>
    (await search(data)).results.map(({ name }) => name);

  it.each([
    [{}, ['radzaehlung', 'baeume', 'luft']],
    [{ q: '*:*' }, ['radzaehlung', 'baeume', 'luft']],
    [{ q: 'Baum' }, ['baeume']],
    [{ q: 'title:Rad*' }, ['radzaehlung']],
    [{ q: 'name:luft OR name:baeume' }, ['baeume', 'luft']],
    [{ fq: 'organization:umweltamt' }, ['baeume', 'luft']],
    [{ fq: 'organization:(umweltamt OR tiefbauamt) -tags:Grün' }, ['radzaehlung', 'luft']],
    [{ fq: 'organization:niemand' }, []],
    [{ fq: '+tags:"Umwelt" +tags:"Grün"' }, ['baeume']],
    [{ fq: 'groups:verkehr' }, ['radzaehlung']],
    [{ fq: 'res_format:CSV' }, ['baeume', 'luft']],
    [{ fq_list: ['res_format:CSV', 'tags:Grün'] }, ['baeume']],
    [{ fq: 'theme:"http://publications.europa.eu/resource/authority/data-theme/TRAN"' }, ['radzaehlung']],
    [{ fq: 'extras_theme:*TRAN*' }, ['radzaehlung']],
    [{ fq: 'metadata_modified:[2026-11-25T08:00:05Z TO *]' }, ['radzaehlung', 'baeume']],
    [{ fq: 'metadata_modified:[* TO NOW-1HOUR]' }, []],
    [{ fq: 'state:active dataset_type:dataset capacity:public' }, ['radzaehlung', 'baeume', 'luft']],
    [{ fq: 'state:deleted' }, []],
    [{ sort: 'name asc' }, ['baeume', 'luft', 'radzaehlung']],
    [{ sort: 'title_string asc' }, ['baeume', 'luft', 'radzaehlung']],
    [{ sort: 'metadata_modified asc' }, ['luft', 'baeume', 'radzaehlung']],
    [{ sort: 'num_resources desc, name asc' }, ['baeume', 'luft', 'radzaehlung']],
    [{ rows: 1, start: 1 }, ['baeume']],
    [{ rows: 1, start: 1, sort: 'name asc' }, ['luft']],
    [{ rows: 0 }, []],
  ])('%j finds %j', async (data, expected) => {
    expect(await names(data)).toEqual(expected);
  });

  it('counts all that it finds, whatever part of it is told', async () => {
    expect(await search({ rows: 0 })).toMatchObject({ count: 3, results: [] });
    expect(await search({ rows: 1, fq: 'res_format:CSV' })).toMatchObject({ count: 2 });
  });

  it.each([false, true])('counts facets, by the store and by reading (%s)', async (isRead) => {
    const { facets, search_facets: described } = await search({
      'facet.field': '["organization", "tags", "groups"]',
      ...(isRead ? { fq: 'name:[* TO *]' } : {}),
    });
    expect(facets).toEqual({
      organization: { umweltamt: 2, tiefbauamt: 1 },
      tags: { Umwelt: 2, Grün: 1, Rad: 1 },
      groups: { verkehr: 1 },
    });
    expect(described['organization']?.items).toEqual([
      { name: 'umweltamt', display_name: 'Das umweltamt', count: 2 },
      { name: 'tiefbauamt', display_name: 'Das tiefbauamt', count: 1 },
    ]);
  });

  it('counts facets of any field, within limits', async () => {
    expect((await search({ 'facet.field': ['res_format'] })).facets).toEqual({
      res_format: { CSV: 2, GeoJSON: 1 },
    });
    expect((await search({ 'facet.field': ['res_format'], 'facet.limit': 1 })).facets).toEqual({
      res_format: { CSV: 2 },
    });
    expect((await search({ 'facet.field': ['tags'], 'facet.mincount': 2 })).facets).toEqual({
      tags: { Umwelt: 2 },
    });
    expect((await search({ 'facet.field': ['tags'], fq: 'tags:Grün' })).facets).toEqual({
      tags: { Grün: 1, Umwelt: 1 },
    });
    expect((await search({ facet: 'false', 'facet.field': ['tags'] })).facets).toEqual({});
  });

  it('tells the members that are asked for', async () => {
    expect((await search({ fl: 'name,title', fq: 'name:luft' })).results).toEqual([
      { name: 'luft', title: 'luft' },
    ]);
  });

  it.each([
    [{ fq: 'tags:(a' }, 400, 'Search Query Error'],
    [{ q: '{!xmlparser v="x"}' }, 400, 'Search Query Error'],
    [{ sort: 'name' }, 400, 'Search Query Error'],
    [{ unbekannt: 1 }, 400, 'Search Query Error'],
    [{ rows: 'viele' }, 409, 'Validation Error'],
    [{ start: -1 }, 409, 'Validation Error'],
  ])('refuses %j', async (data, status, type) => {
    const answer = await ckan.act('package_search', data);
    expect(answer).toMatchObject({ status, error: { __type: type } });
  });

  it('answers GET with several filters', async () => {
    const { result } = await ckan.get('package_search?fq=tags:Umwelt&rows=5&facet.field=%5B%22tags%22%5D');
    expect(result).toMatchObject({ count: 2, facets: { tags: { Umwelt: 2, Grün: 1 } } });
  });

  it('completes names and titles', async () => {
    expect((await ckan.get('package_autocomplete?q=rad')).result).toEqual([
      { name: 'radzaehlung', title: 'Radzählstellen', match_field: 'name', match_displayed: 'radzaehlung' },
    ]);
  });

  it('tells tags', async () => {
    expect((await ckan.get('tag_list')).result).toEqual(['Grün', 'Rad', 'Umwelt']);
    expect((await ckan.get('tag_list?query=um')).result).toEqual(['Umwelt']);
    expect((await ckan.get('tag_autocomplete?query=r')).result).toEqual(['Grün', 'Rad']);
    expect((await ckan.get('tag_search?query=rad')).result).toMatchObject({
      count: 1,
      results: [{ name: 'Rad' }],
    });
    expect((await ckan.get('tag_show?id=Rad&include_datasets=true')).result).toMatchObject({
      name: 'Rad',
      packages: [{ name: 'radzaehlung' }],
    });
    expect((await ckan.get('tag_show?id=nichts')).status).toBe(404);
  });
});
