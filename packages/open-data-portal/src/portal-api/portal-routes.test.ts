import { descriptionGaps, type Route } from '@allmende/http';
import { createTestClient, type TestClient } from '@allmende/http/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleStore, themeOf } from './example-catalogue.ts';
import { portalApi } from './portal-api.ts';
import { portalRoutes } from './portal-routes.ts';

const labels: Readonly<Record<string, { readonly de: string; readonly en: string }>> = {
  [themeOf('ENVI')]: { de: 'Umwelt', en: 'Environment' },
};

let remove: () => Promise<void>;
let routes: readonly Route[];
let client: TestClient;
beforeAll(async () => {
  const examples = await exampleStore();
  remove = examples.remove;
  routes = portalRoutes({
    store: examples.store,
    labelOf: (iri) => labels[iri],
    clock: { now: () => Date.parse('2026-11-25T12:00:00Z') },
  });
  client = createTestClient(routes);
});
afterAll(() => remove());

const ask = async (path: string): Promise<{ readonly status: number; readonly body: unknown }> => {
  const answer = await client.call('GET', `/api/portal/${path}`);
  return { status: answer.status, body: answer.json() };
};

const namesOf = async (query: string): Promise<readonly string[]> => {
  const { status, body } = await ask(`datasets${query}`);
  expect(status).toBe(200);
  return (body as { readonly datasets: readonly { readonly name: string }[] }).datasets.map(
    ({ name }) => name,
  );
};

describe('the search of the portal', () => {
  it('shows what is published in the tenant, and nothing else', async () => {
    expect(await namesOf('')).toEqual(['baeume', 'parks', 'parkhaeuser']);
    expect(await namesOf('?tenant=leipzig')).toEqual(['leipzig']);
    expect(await namesOf('?tenant=nobody')).toEqual([]);
  });

  it('tells of a result what a card needs', async () => {
    const { body } = await ask('datasets?text=Baum');
    expect(body).toMatchObject({
      count: 1,
      datasets: [
        {
          id: 'id-of-baeume',
          name: 'baeume',
          title: { de: 'Baumkataster' },
          summary: { de: 'Alle Bäume im Stadtgebiet.', en: 'All trees of the city.' },
          organisation: { name: 'umweltamt', title: 'Amt für Grünflächen und Umwelt' },
          formats: [{ label: { de: 'CSV' } }, { label: { de: 'GEOJSON' } }],
          themes: [{ value: themeOf('ENVI'), label: { de: 'Umwelt', en: 'Environment' } }],
          distributions: 2,
          modified: '2026-10-01',
          isLive: false,
          isHighValue: false,
        },
      ],
    });
  });

  it('marks data of now and high value data sets', async () => {
    const { body } = await ask('datasets?keyword=Parken');
    expect(body).toMatchObject({ datasets: [{ isLive: true, isHighValue: true }] });
  });

  it('narrows by facets, values of one are alternatives, organisations go by name', async () => {
    expect(await namesOf('?organisation=umweltamt')).toEqual(['baeume', 'parks']);
    expect(await namesOf('?organisation=umweltamt&organisation=verkehr')).toHaveLength(3);
    expect(await namesOf(`?organisation=umweltamt&keyword=${encodeURIComponent('Bäume')}`)).toEqual([
      'baeume',
    ]);
  });

  it('counts the values of facets and names them', async () => {
    const { body } = await ask('datasets');
    expect(body).toMatchObject({
      facets: {
        organisation: [
          { value: 'umweltamt', label: { de: 'Amt für Grünflächen und Umwelt' }, count: 2 },
          { value: 'verkehr', count: 1 },
        ],
        theme: [{ value: themeOf('ENVI'), label: { de: 'Umwelt' }, count: 2 }, { count: 1 }],
      },
    });
  });

  it('pages', async () => {
    expect(await namesOf('?limit=1&offset=1')).toEqual(['parks']);
  });

  it.each([
    ['limit=101', 'limit'],
    ['limit=-1', 'limit'],
    ['offset=x', 'offset'],
    ['sort=size', 'sort'],
    ['bbox=1,2,3', 'bbox'],
    ['bbox=7,52,6,53', 'bbox'],
    ['bbox=7,52,8,NaN', 'bbox'],
    ['bbox=7,-91,8,52', 'bbox'],
    ['tenant=%2F..', 'tenant'],
    [`text=${'x'.repeat(501)}`, 'text'],
    [Array.from({ length: 51 }, (_, index) => `keyword=${String(index)}`).join('&'), 'keyword'],
  ])('refuses what it cannot take: %s', async (query, pointer) => {
    const { status, body } = await ask(`datasets?${query}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ type: '/problems#invalid-parameter', errors: [{ pointer }] });
  });

  it('refuses parameters that it does not know', async () => {
    expect((await ask('datasets?q=x')).status).toBe(400);
    expect((await ask('themes?text=x')).status).toBe(400);
  });
});

describe('a data set of the portal', () => {
  it('is found by name and id, with its content and the names of code list entries', async () => {
    for (const name of ['baeume', 'id-of-baeume']) {
      const { status, body } = await ask(`datasets/${name}`);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        name: 'baeume',
        content: { title: { de: 'Baumkataster' } },
        labels: { [themeOf('ENVI')]: { de: 'Umwelt' } },
      });
    }
  });

  it('tells of published states only, and of nobody who made them', async () => {
    const { body } = await ask('datasets/baeume');
    expect(body).toMatchObject({ revisions: [{ version: 1 }] });
    expect(JSON.stringify(body)).not.toContain('Erika Muster');
  });

  it('leads to similar ones, the nearest first, no drafts', async () => {
    const { body } = await ask('datasets/baeume');
    expect(body).toMatchObject({ similar: [{ name: 'parks' }] });
  });

  it('is hidden until it is published, and in other tenants', async () => {
    for (const path of ['datasets/entwurf', 'datasets/leipzig', 'datasets/none']) {
      const { status, body } = await ask(path);
      expect(status).toBe(404);
      expect(body).toMatchObject({ type: '/problems#record-not-found' });
    }
  });
});

describe('the rest of the portal', () => {
  it('suggests what begins like the words', async () => {
    expect((await ask('suggestions?text=baum')).body).toEqual({
      suggestions: [{ kind: 'dataset', name: 'baeume', title: { de: 'Baumkataster' } }],
    });
    expect((await ask('suggestions?text=parken')).body).toMatchObject({
      suggestions: expect.arrayContaining([{ kind: 'keyword', value: 'Parken', count: 1 }]),
    });
    expect((await ask('suggestions?text=mobi')).body).toEqual({
      suggestions: [{ kind: 'organisation', name: 'verkehr', title: 'Amt für Mobilität' }],
    });
    expect((await ask('suggestions?text=')).body).toEqual({ suggestions: [] });
  });

  it('lists active organisations with what they offer', async () => {
    expect((await ask('organisations')).body).toMatchObject({
      count: 2,
      organisations: [
        { name: 'umweltamt', datasets: 2 },
        { name: 'verkehr', datasets: 1 },
      ],
    });
    expect((await ask('organisations/umweltamt')).body).toMatchObject({ name: 'umweltamt', datasets: 2 });
    expect((await ask('organisations/aufgeloest')).status).toBe(404);
    expect((await ask('groups')).body).toEqual({ count: 0, groups: [] });
    expect((await ask('groups/x')).body).toMatchObject({ type: '/problems#collection-not-found' });
  });

  it('lists themes with their names and numbers', async () => {
    expect((await ask('themes')).body).toMatchObject({
      themes: [
        { value: themeOf('ENVI'), label: { de: 'Umwelt' }, datasets: 2 },
        { label: { de: 'TRAN' }, datasets: 1 },
      ],
    });
  });

  it('counts', async () => {
    expect((await ask('statistics')).body).toEqual({
      datasets: 3,
      dataServices: 0,
      datasetSeries: 0,
      organisations: 2,
      formats: 2,
      highValueDatasets: 1,
      changedInThirtyDays: 2,
    });
  });

  it('is described for programs', () => {
    expect(descriptionGaps(routes, [portalApi])).toEqual([]);
  });
});
