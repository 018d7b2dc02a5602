import { temporaryDatabase } from '@allmende/database/testing';
import { createHttpServer } from '@allmende/http';
import { silentLogger } from '@allmende/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetRecord } from '../src/catalogue/catalogue-record.ts';
import { createOpenDataPortal, portalMigrations } from '../src/create-open-data-portal.ts';
import { createAddresses } from '../src/rdf/addresses.ts';
import { parseRdf } from '../src/rdf/parse-rdf.ts';
import { idsInAddresses, readDcat } from '../src/rdf/read-dcat.ts';
import { rdfFormats, rdfMediaTypes } from '../src/rdf/serialise.ts';
import { schemaOrgDataset } from '../src/publication/schema-org.ts';
import { createShaclValidator } from '../src/validation/shacl-validator.ts';
import { dataThemes, frequencies } from '../src/vocabularies/authority-lists.ts';
import { fileTypes } from '../src/vocabularies/file-types.ts';
import { licences } from '../src/vocabularies/licences.ts';
import {
  aDataset,
  emptyDistribution,
  fullDataset,
  fullSeries,
  fullService,
  muenster,
} from './sample-records.ts';

const nth = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

/** As a city's catalogue looks: some with all, most with the necessary. */
const cityDataset = (index: number): DatasetRecord => ({
  ...aDataset(`datensatz-${String(index)}`, {
    title: { de: `Datensatz ${String(index)} & mehr` },
    description: { de: `Beschreibung <script>alert(${String(index)})</script>` },
    publisher: index % 3 === 0 ? muenster : { name: `Amt ${String(index % 7)}` },
    themes: [nth(dataThemes.concepts, index).iri],
    accrualPeriodicity: nth(frequencies.concepts, index).iri,
    keywords: { de: [`Wort ${String(index % 11)}`] },
    contactPoints: [{ name: 'Open Data', email: 'opendata@example.org' }],
    spatial: [{ bbox: [7.47, 51.84, 7.77, 52.06] }],
    distributions: [0, 1].map((part) => ({
      ...emptyDistribution,
      id: `r${String(part)}`,
      accessUrls: [`https://daten.example.org/${String(index)}/${String(part)}`],
      format: nth(fileTypes.concepts, index + part).iri,
      mediaType: nth(fileTypes.concepts, index + part).mediaType,
      licence: nth(licences.concepts, index).iri,
      licenceAttributionByText: { de: 'Stadt Münster' },
    })),
  }),
  createdAt: `2026-01-01T00:00:${String(index % 60).padStart(2, '0')}.${String(index).padStart(3, '0')}Z`,
  modifiedAt: index < 100 ? '2026-02-01T00:00:00.000Z' : '2026-03-01T00:00:00.000Z',
});

const { database, remove } = temporaryDatabase();
const portal = createOpenDataPortal({
  database,
  clock: { now: () => 0 },
  logger: silentLogger,
  publicUrl: () => 'https://daten.example.org',
});
const server = createHttpServer({
  routes: portal.routes,
  logger: silentLogger,
  // The web page.
  fallback: () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: '<!doctype html>' }),
});
const own: { base: string } = { base: '' };

const get = (path: string, accept?: string) =>
  fetch(`${own.base}${path}`, { headers: accept === undefined ? {} : { accept } });

beforeAll(async () => {
  database.migrate([...portalMigrations]);
  for (let index = 0; index < 130; index += 1) await portal.catalogue.insert(cityDataset(index), 'test');
  for (const record of [fullDataset, fullService, fullSeries]) await portal.catalogue.insert(record, 'test');
  await portal.catalogue.insert({ ...cityDataset(998), state: 'draft' }, 'test');
  await portal.catalogue.insert({ ...cityDataset(999), tenant: 'greven' }, 'test');
  const { port } = await server.listen(0, '127.0.0.1');
  own.base = `http://127.0.0.1:${String(port)}`;
});

afterAll(async () => {
  await server.close();
  await remove();
});

describe('the catalogue for machines', () => {
  it('is paged, whole, and without a violation or warning of DCAT-AP.de 3.0', async () => {
    const { validate } = createShaclValidator();
    const addresses = createAddresses('https://daten.example.org');
    const ids = new Set<string | undefined>();
    for (const page of [1, 2]) {
      const response = await get(`/catalog.ttl?page=${String(page)}`);
      const quads = await parseRdf(await response.text(), 'ttl');
      expect((await validate(quads)).filter(({ severity }) => severity !== 'info')).toEqual([]);
      for (const { iri } of readDcat(quads)) ids.add(idsInAddresses(addresses)(iri));
    }
    expect(ids.size).toBe(133);
    expect(ids).toContain('unfaelle');
    expect(ids).not.toContain('datensatz-998');
    expect(ids).not.toContain('datensatz-999');
  });

  it('tells the next page in Hydra and in a header, and none after the last', async () => {
    const first = await get('/catalog.ttl');
    expect(first.headers.get('link')).toBe('<https://daten.example.org/catalog.ttl?page=2>; rel="next"');
    const text = await first.text();
    expect(text).toContain('hydra:totalItems 133');
    expect(text).toContain('hydra:next <https://daten.example.org/catalog.ttl?page=2>');
    const last = await get('/catalog.ttl?page=2');
    expect(last.headers.get('link')).toBeNull();
    expect(await last.text()).not.toContain('hydra:next');
  });

  it('is harvested from a point in time on', async () => {
    const quads = await parseRdf(await (await get('/catalog.nt?modified_since=2026-02-15')).text(), 'nt');
    const changed = readDcat(quads).filter(({ iri }) => iri.includes('/datensatz-'));
    expect(changed).toHaveLength(30);
  });

  it.each(rdfFormats)('is %s by Accept', async (format) => {
    for (const path of ['/catalog', '/dataset/unfaelle']) {
      const response = await get(path, rdfMediaTypes[format]);
      expect(response.headers.get('content-type')).toBe(`${rdfMediaTypes[format]}; charset=utf-8`);
      expect((await parseRdf(await response.text(), format)).length).toBeGreaterThan(50);
    }
  });

  it.each([
    ['page=0', 'page'],
    ['page=1e3', 'page'],
    ['modified_since=gestern', 'modified_since'],
    ['tenant=a%20b', 'tenant'],
  ])('refuses ?%s and names the parameter', async (query, pointer) => {
    const response = await get(`/catalog.ttl?${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      type: '/problems#invalid-parameter',
      errors: [{ pointer }],
    });
  });

  it('refuses formats that it does not write', async () => {
    expect((await get('/catalog', 'text/csv')).status).toBe(406);
    expect((await get('/catalog', 'text/html')).headers.get('content-type')).toContain('text/turtle');
  });
});

describe('an entry', () => {
  it.each([
    ['/dataset/unfaelle', 'text/html,application/xhtml+xml,*/*;q=0.8', 'text/html'],
    ['/dataset/unfaelle', undefined, 'text/html'],
    ['/dataset/unfaelle', 'text/turtle, text/html;q=0.5', 'text/turtle; charset=utf-8'],
    ['/dataset/unfaelle.rdf', 'text/html', 'application/rdf+xml; charset=utf-8'],
    ['/service/unfall-wfs.jsonld', undefined, 'application/ld+json; charset=utf-8'],
    ['/series/unfall-serie.nt', undefined, 'application/n-triples; charset=utf-8'],
  ])('%s with Accept %s is %s', async (path, accept, type) => {
    const response = await get(path, accept);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
  });

  it('describes the series and services that it links, without violation', async () => {
    const quads = await parseRdf(await (await get('/dataset/unfaelle.ttl')).text(), 'ttl');
    expect(readDcat(quads).map(({ kind }) => kind)).toEqual(['dataset', 'data-service', 'dataset-series']);
    expect(await createShaclValidator().validate(quads)).toEqual([]);
  });

  it('is of its tenant, published, and of its kind', async () => {
    expect((await get('/dataset/datensatz-999.ttl?tenant=greven')).status).toBe(200);
    for (const path of [
      '/dataset/datensatz-999.ttl',
      '/dataset/datensatz-998.ttl',
      '/service/unfaelle.ttl',
    ]) {
      const response = await get(path);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ type: '/problems#record-not-found' });
    }
  });
});

describe('listings', () => {
  it('data.json has all datasets in the words of DCAT-US', async () => {
    const body = (await (await get('/data.json')).json()) as { dataset: readonly Record<string, unknown>[] };
    expect(body.dataset).toHaveLength(131);
    const required = [
      'title',
      'description',
      'keyword',
      'modified',
      'publisher',
      'contactPoint',
      'identifier',
      'accessLevel',
    ];
    for (const dataset of body.dataset)
      expect(Object.keys(dataset)).toEqual(expect.arrayContaining(required));
  });

  it('sitemap.xml has all pages', async () => {
    const body = await (await get('/sitemap.xml')).text();
    expect(body.match(/<loc>/gu)).toHaveLength(131);
    expect(body).toContain('<loc>https://daten.example.org/dataset/datensatz-7</loc>');
    expect(await (await get('/sitemap.xml?tenant=greven')).text()).toContain('datensatz-999?tenant=greven');
  });

  it('feed.atom has what changed last, and shows HTML as text', async () => {
    const response = await get('/feed.atom');
    expect(response.headers.get('content-type')).toContain('application/atom+xml');
    const body = await response.text();
    expect(body.match(/<entry>/gu)).toHaveLength(50);
    expect(body).toContain('&lt;script&gt;');
    expect(body).not.toContain('<script>');
  });

  it('schema.org has what search engines for data ask for', () => {
    const object = schemaOrgDataset(fullDataset, createAddresses('https://daten.example.org'));
    expect(object).toMatchObject({
      '@type': 'Dataset',
      name: 'Unfälle im Regierungsbezirk Münster',
      license: 'https://www.govdata.de/dl-de/by-2-0',
      temporalCoverage: ['2019-01-01/2025-12-31', '2018-01-01T00:00:00Z/..'],
      distribution: [{ contentUrl: 'https://example.org/unfaelle.csv', encodingFormat: 'text/csv' }],
    });
  });
});
