import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkTo, startBroker, type BrokerUnderTest } from './broker-under-test.ts';

const id = 'urn:ngsi-ld:OffStreetParking:muenster:aegidii';
const path = `/entities/${encodeURIComponent(id)}`;
const carPark = {
  id,
  type: 'OffStreetParking',
  name: { type: 'Property', value: 'PH Aegidii' },
  availableSpotNumber: { type: 'Property', value: 121, observedAt: '2026-03-01T11:59:00Z', unitCode: 'C62' },
  location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [7.6238, 51.9602] } },
};

let broker: BrokerUnderTest;
beforeEach(() => {
  broker = startBroker();
});
afterEach(() => broker.remove());
const create = (body: unknown = carPark) => broker.call('POST', '/entities', body);
const errorOf = (answer: { json(): unknown }) =>
  answer.json() as { type: string; title: string; detail: string; errors?: { pointer: string }[] };

describe('Create Entity (§5.6.1, §6.4.3.1)', () => {
  it('answers 201 with the address, and gives back what was given', async () => {
    const answer = await create();
    expect([answer.status, answer.headers['location']]).toEqual([201, `/ngsi-ld/v1/entities/${id}`]);
    expect(await broker.get(path)).toEqual(carPark);
  });

  it('refuses an entity that exists with 409 AlreadyExists', async () => {
    await create();
    const answer = await create();
    expect(answer.status).toBe(409);
    expect(errorOf(answer).type).toBe('https://uri.etsi.org/ngsi-ld/errors/AlreadyExists');
  });

  it('takes every kind of attribute and gives it back unchanged (§4.5)', async () => {
    const entity = {
      id: 'urn:ngsi-ld:T:all',
      type: ['T', 'U'],
      scope: ['/Muenster/Mitte'],
      a: { type: 'Property', value: { deep: [1, { x: null }] }, b: { type: 'Property', value: true } },
      r: { type: 'Relationship', object: 'urn:ngsi-ld:T:2', objectType: 'T' },
      rs: { type: 'Relationship', object: ['urn:ngsi-ld:T:2', 'urn:ngsi-ld:T:3'] },
      l: { type: 'LanguageProperty', languageMap: { de: 'Rathaus', en: 'Town hall' } },
      v: { type: 'VocabProperty', vocab: 'open' },
      j: { type: 'JsonProperty', json: { id: 'not an entity', '@type': ['x'] } },
      p: { type: 'ListProperty', valueList: [1, 'two', [3]] },
      lr: { type: 'ListRelationship', objectList: [{ object: 'urn:a:1' }, { object: 'urn:a:2' }] },
      m: [
        { type: 'Property', value: 1 },
        { type: 'Property', value: 2, datasetId: 'urn:ngsi-ld:dataset:b' },
      ],
    };
    expect((await create(entity)).text).toBe('');
    const { scope, ...rest } = (await broker.get('/entities/urn:ngsi-ld:T:all')) as Record<string, unknown>;
    const { scope: given, ...others } = entity;
    expect(rest).toEqual(others);
    expect([scope].flat()).toEqual(given);
  });

  it('understands concise notation (§4.5.1)', async () => {
    await create({
      id: 'urn:ngsi-ld:T:c',
      type: 'T',
      n: 5,
      t: { value: 5, unitCode: 'CEL' },
      o: { object: 'urn:ngsi-ld:T:2' },
      g: { type: 'Point', coordinates: [7, 52] },
    });
    expect(await broker.get('/entities/urn:ngsi-ld:T:c')).toMatchObject({
      n: { type: 'Property', value: 5 },
      t: { type: 'Property', value: 5, unitCode: 'CEL' },
      o: { type: 'Relationship', object: 'urn:ngsi-ld:T:2' },
      g: { type: 'GeoProperty', value: { type: 'Point', coordinates: [7, 52] } },
    });
  });

  it('names every finding at once, and stores nothing', async () => {
    const answer = await create({
      id: 'no uri',
      type: '',
      a: { type: 'Property' },
      b: { type: 'Relationship', object: 5 },
      c: { type: 'GeoProperty', value: { type: 'Point', coordinates: ['7', 51] } },
      d: { type: 'Property', value: 1, observedAt: '2026-03-01T12:00:00' },
      e: { type: 'Nonsense', value: 1 },
    });
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('application/json');
    const error = errorOf(answer);
    expect(error.type).toBe('https://uri.etsi.org/ngsi-ld/errors/BadRequestData');
    const pointers = error.errors?.map(({ pointer }) => pointer).toSorted();
    expect(pointers).toEqual([
      '/a/value',
      '/b/object',
      '/c/value',
      '/d/observedAt',
      '/e/type',
      '/id',
      '/type',
    ]);
    expect(await broker.get('/entities?type=T&count=true&limit=0')).toEqual([]);
  });

  it('keeps tenants apart (§4.14)', async () => {
    await broker.call('POST', '/entities', carPark, { 'ngsild-tenant': 'bonn' });
    expect((await broker.call('GET', path)).status).toBe(404);
    expect((await broker.call('GET', path, undefined, { 'ngsild-tenant': 'bonn' })).status).toBe(200);
    expect((await broker.call('GET', path, undefined, { 'ngsild-tenant': '../x' })).status).toBe(400);
  });
});

describe('Retrieve Entity (§5.7.1, §6.5.3.1)', () => {
  beforeEach(async () => {
    await create();
  });

  it('answers 404 ResourceNotFound for an unknown entity and 400 for what is no URI', async () => {
    const answer = await broker.call('GET', '/entities/urn:ngsi-ld:T:none');
    expect([answer.status, errorOf(answer).type]).toEqual([
      404,
      'https://uri.etsi.org/ngsi-ld/errors/ResourceNotFound',
    ]);
    expect((await broker.call('GET', '/entities/none')).status).toBe(400);
  });

  it('gives simplified and concise forms (§4.5.4)', async () => {
    const simplified = {
      id,
      type: 'OffStreetParking',
      name: 'PH Aegidii',
      availableSpotNumber: 121,
      location: { type: 'Point', coordinates: [7.6238, 51.9602] },
    };
    expect(await broker.get(`${path}?options=keyValues`)).toEqual(simplified);
    expect(await broker.get(`${path}?format=simplified`)).toEqual(simplified);
    expect(await broker.get(`${path}?format=concise`)).toMatchObject({
      name: 'PH Aegidii',
      availableSpotNumber: { value: 121, unitCode: 'C62' },
    });
  });

  it('gives only picked members, or all but the omitted ones (§4.21)', async () => {
    expect(await broker.get(`${path}?format=simplified&pick=id,name`)).toEqual({ id, name: 'PH Aegidii' });
    expect(await broker.get(`${path}?format=simplified&omit=location,name`)).toEqual({
      id,
      type: 'OffStreetParking',
      availableSpotNumber: 121,
    });
    expect(await broker.get(`${path}?format=simplified&attrs=name`)).toEqual({
      id,
      type: 'OffStreetParking',
      name: 'PH Aegidii',
    });
  });

  it('gives times of creation and modification when asked (§4.8, §5.2.2)', async () => {
    const at = '2026-03-01T12:00:00.000Z';
    expect(await broker.get(`${path}?options=sysAttrs`)).toMatchObject({
      createdAt: at,
      modifiedAt: at,
      name: { createdAt: at, modifiedAt: at },
    });
  });

  it('gives the three media types, and refuses others with 406 (§6.3.4)', async () => {
    const accept = (type: string) => broker.call('GET', path, undefined, { accept: type });
    const json = await accept('application/json');
    expect([json.headers['content-type'], json.headers['link']]).toEqual([
      'application/json',
      expect.stringContaining('rel="http://www.w3.org/ns/json-ld#context"'),
    ]);
    const ld = await accept('application/ld+json');
    expect(ld.headers['content-type']).toBe('application/ld+json');
    expect(ld.json()).toMatchObject({ '@context': expect.anything() as unknown });
    const geo = await accept('application/geo+json');
    expect(geo.json()).toMatchObject({
      id,
      type: 'Feature',
      geometry: { type: 'Point' },
      properties: { type: 'OffStreetParking', name: { value: 'PH Aegidii' } },
    });
    expect((await accept('text/csv')).status).toBe(406);
  });

  it('picks the language that was asked for (§4.15)', async () => {
    await create({ id: 'urn:a:l', type: 'T', l: { languageMap: { de: 'Rathaus', en: 'Town hall' } } });
    expect(await broker.get('/entities/urn:a:l?lang=en')).toMatchObject({
      l: { type: 'Property', value: 'Town hall', lang: 'en' },
    });
    expect(await broker.get('/entities/urn:a:l?lang=fr,de;q=0.5&options=keyValues')).toMatchObject({
      l: 'Rathaus',
    });
  });

  it('refuses unknown parameters by name', async () => {
    const answer = await broker.call('GET', `${path}?colour=red`);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('colour');
  });
});

describe('Contexts (§5.5.7, §6.3.5)', () => {
  const vehicle = 'https://example.org/vehicle.jsonld';
  const car = { id: 'urn:a:car', type: 'Vehicle', speed: { type: 'Property', value: 50 } };

  it.each([
    'https://example.org/vehicle.jsonld',
    '<https://example.org/vehicle.jsonld',
    '<https://example.org/vehicle.jsonld>; rel="http://www.w3.org/ns/json-ld#context',
    '<>; rel="http://www.w3.org/ns/json-ld#context"',
    '<https://example.org/a> <https://example.org/b>',
  ])('refuses a Link header that is not understood (%s)', async (link) => {
    const answer = await broker.call('POST', '/entities', car, { link });
    expect(answer.status).toBe(400);
    expect(answer.text).toMatch(/The Link header is not understood from character \d+ on/u);
  });

  it('takes a Link header of several links, in any form that RFC 8288 allows', async () => {
    const link = `<https://example.org/help>;rel=help;title="a, <b>", <${vehicle}> ; rel = "http://www.w3.org/ns/json-ld#context"; `;
    expect((await broker.call('POST', '/entities', car, { link })).status).toBe(201);
    expect(await broker.get('/entities/urn:a:car', linkTo(vehicle))).toEqual(car);
  });

  it('expands by the Link header and compacts by that of the reader', async () => {
    await broker.call('POST', '/entities', car, linkTo(vehicle));
    expect(await broker.get('/entities/urn:a:car', linkTo(vehicle))).toEqual(car);
    expect(await broker.get('/entities/urn:a:car')).toEqual({
      id: 'urn:a:car',
      type: 'https://example.org/Vehicle',
      'https://example.org/speed': { type: 'Property', value: 50 },
    });
  });

  it('takes the context from an ld+json body, and refuses one in a json body or in both places', async () => {
    const ld = { 'content-type': 'application/ld+json' };
    const body = { ...car, '@context': [vehicle] };
    expect((await broker.call('POST', '/entities', body, ld)).status).toBe(201);
    expect((await broker.call('POST', '/entities', { ...body, id: 'urn:a:2' })).status).toBe(400);
    const both = await broker.call(
      'POST',
      '/entities',
      { ...body, id: 'urn:a:3' },
      { ...ld, ...linkTo(vehicle) },
    );
    expect(both.status).toBe(400);
    expect((await broker.call('POST', '/entities', { ...car, id: 'urn:a:4' }, ld)).status).toBe(400);
  });

  it('says when a context cannot be had (504 LdContextNotAvailable) or includes itself (400)', async () => {
    const away = await broker.call('POST', '/entities', car, linkTo('https://example.org/away.jsonld'));
    expect([away.status, errorOf(away).type]).toEqual([
      504,
      'https://uri.etsi.org/ngsi-ld/errors/LdContextNotAvailable',
    ]);
    const cyclic = await broker.call('POST', '/entities', car, linkTo('https://example.org/cyclic.jsonld'));
    expect(cyclic.status).toBe(400);
  });
});

describe('Delete Entity (§5.6.6, §6.5.3.2)', () => {
  it('answers 204, then 404', async () => {
    await create();
    expect((await broker.call('DELETE', path)).status).toBe(204);
    expect((await broker.call('DELETE', path)).status).toBe(404);
    expect((await broker.call('GET', path)).status).toBe(404);
  });
});

describe('Replace Entity (§5.6.18) and Merge Entity (§5.6.17)', () => {
  beforeEach(async () => {
    await create();
  });

  it('replaces all attributes and keeps the date of creation', async () => {
    broker.clock.advance(60_000);
    const next = { id, type: 'OffStreetParking', status: { type: 'Property', value: 'closed' } };
    expect((await broker.call('PUT', path, next)).status).toBe(204);
    expect(await broker.get(path)).toEqual(next);
    expect(await broker.get(`${path}?options=sysAttrs`)).toMatchObject({
      createdAt: '2026-03-01T12:00:00.000Z',
      modifiedAt: '2026-03-01T12:01:00.000Z',
    });
    expect((await broker.call('PUT', '/entities/urn:a:none', { type: 'T' })).status).toBe(404);
  });

  it('merges members of values, adds attributes and deletes what is urn:ngsi-ld:null', async () => {
    await create({ id: 'urn:a:m', type: 'T', o: { value: { a: 1, b: { c: 2, d: 3 } } }, gone: 1, kept: 1 });
    const fragment = { o: { value: { b: { c: 5 } } }, gone: 'urn:ngsi-ld:null', added: 7 };
    expect((await broker.call('PATCH', '/entities/urn:a:m', fragment)).status).toBe(204);
    expect(await broker.get('/entities/urn:a:m?format=simplified')).toEqual({
      id: 'urn:a:m',
      type: 'T',
      o: { a: 1, b: { c: 5, d: 3 } },
      kept: 1,
      added: 7,
    });
  });

  it('takes merge-patch documents', async () => {
    const merge = { 'content-type': 'application/merge-patch+json' };
    const answer = await broker.call('PATCH', path, { availableSpotNumber: { value: 99 } }, merge);
    expect(answer.status).toBe(204);
    expect(await broker.get(`${path}?format=simplified&pick=availableSpotNumber`)).toEqual({
      availableSpotNumber: 99,
    });
  });
});
