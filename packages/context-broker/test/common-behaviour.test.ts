import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';

const bonn = { 'ngsild-tenant': 'bonn' };

describe('What all operations have in common (§6.3)', () => {
  let broker: BrokerUnderTest;
  beforeEach(async () => {
    broker = startBroker();
    await broker.call('POST', '/entities', {
      id: 'urn:a:1',
      type: ['Car', 'Vehicle'],
      name: [{ value: 'x' }, { value: 'y', datasetId: 'urn:a:d' }],
      speed: 5,
      location: { type: 'Point', coordinates: [7, 51] },
    });
  });
  afterEach(() => broker.remove());

  it('knows a tenant from its first creation on, and repeats it (§5.5.10, §6.3.14)', async () => {
    const before = await broker.call('GET', '/entities?type=Car', undefined, bonn);
    expect(before.json()).toMatchObject({ type: 'https://uri.etsi.org/ngsi-ld/errors/NonexistentTenant' });
    expect([before.status, before.headers['NGSILD-Tenant']]).toEqual([404, 'bonn']);
    expect((await broker.call('POST', '/entities', { id: 'urn:a:2' }, bonn)).status).toBe(400);
    expect((await broker.call('GET', '/entities?type=Car', undefined, bonn)).status).toBe(404);
    const created = await broker.call('POST', '/entities', { id: 'urn:a:2', type: 'Car' }, bonn);
    expect([created.status, created.headers['NGSILD-Tenant']]).toEqual([201, 'bonn']);
    expect(await broker.get('/entities?type=Car', bonn)).toHaveLength(1);
  });

  it('wants to know the length of a body (§6.3.4)', async () => {
    const answer = await broker.call('POST', '/entities');
    expect([answer.status, answer.text]).toEqual([411, '']);
  });

  it.each([
    ['application/ld+json, application/json', 'application/json'],
    ['application/geo+json, application/json', 'application/json'],
    ['application/json;q=0, */*', 'application/ld+json'],
    ['*/*;q=0.9, application/ld+json;q=0.8', 'application/json'],
    ['application/json;q=0.1, application/ld+json;q=0.9', 'application/ld+json'],
    ['application/ld+json;q=high', 'application/ld+json'],
    ['application/*', 'application/json'],
  ])('Accept: %s gives %s (§6.3.4)', async (accept, expected) => {
    const answer = await broker.call('GET', '/entities/urn:a:1', undefined, { accept });
    expect(answer.headers['content-type']).toBe(expected);
  });

  it('puts the context into GeoJSON unless the client prefers it plain (§6.3.6)', async () => {
    const accept = 'application/geo+json';
    const read = (headers: Record<string, string>) =>
      broker.get('/entities?type=Car', { accept, ...headers });
    expect(await read({})).toHaveProperty('@context');
    expect(await read({ prefer: 'body=json' })).not.toHaveProperty('@context');
    expect((await broker.call('GET', '/entities/urn:a:1?geometryProperty=location')).status).toBe(400);
  });

  it('changes and shows only entities of the selected type (§4.17)', async () => {
    expect((await broker.call('DELETE', '/entities/urn:a:1?type=Bus')).status).toBe(404);
    expect((await broker.call('PATCH', '/entities/urn:a:1/attrs?type=Bus', { speed: 6 })).status).toBe(404);
    expect((await broker.call('GET', '/entities/urn:a:1?type=Bus')).status).toBe(404);
    expect((await broker.call('GET', '/entities/urn:a:1?type=Car;Vehicle')).status).toBe(200);
    expect((await broker.call('DELETE', '/entities/urn:a:1?type=Bus,Car')).status).toBe(204);
  });

  it('shows the instances of the asked datasets (§4.5.5)', async () => {
    const shown = (datasets: string) => broker.get(`/entities/urn:a:1?datasetId=${datasets}`);
    expect(await shown('urn:a:d')).toEqual({
      id: 'urn:a:1',
      type: ['Car', 'Vehicle'],
      name: { type: 'Property', value: 'y', datasetId: 'urn:a:d' },
    });
    expect(await shown('@none')).toMatchObject({ name: { value: 'x' }, speed: { value: 5 } });
    expect((await broker.call('GET', '/entities/urn:a:1?datasetId=d')).status).toBe(400);
  });

  it.each([
    ['pick=name|speed', 200],
    ['pick=nothing', 404],
    ['omit=id,type,name,speed,location', 404],
    ['attrs=nothing', 404],
    ['pick=name&omit=name', 400],
    ['pick=name&attrs=speed', 400],
    ['pick=name,,speed', 400],
    ['pick=name;speed', 400],
    ['format=keyValues&options=normalized', 200],
  ])('?%s is answered with %i (§4.21, §5.7.1)', async (query, status) => {
    expect((await broker.call('GET', `/entities/urn:a:1?${query}`)).status).toBe(status);
  });

  it.each(['format=nice', 'options=nice', 'options=keyValues,nice'])(
    '?%s is no request (§6.3.7)',
    async (query) => {
      expect((await broker.call('GET', `/entities/urn:a:1?${query}`)).json()).toMatchObject({
        type: 'https://uri.etsi.org/ngsi-ld/errors/InvalidRequest',
      });
    },
  );

  it.each([
    'attrs=createdAt',
    'q=modifiedAt>"2020-01-01T00:00:00Z"',
    'id=urn:a:1',
    'idPattern=.*',
    'type=*&local=false',
    'type=Car&id=a',
  ])('refuses the query ?%s (§5.7.2.4)', async (query) => {
    expect((await broker.call('GET', `/entities?${query}`)).status).toBe(400);
  });

  it('finds every type by type=* (§4.17)', async () => {
    expect(await broker.get('/entities?type=*')).toHaveLength(1);
  });

  it('deletes the scope like an attribute (§4.18)', async () => {
    await broker.call('POST', '/entities/urn:a:1/attrs', { scope: '/A/B' });
    expect(await broker.get('/entities/urn:a:1')).toHaveProperty('scope', '/A/B');
    expect((await broker.call('DELETE', '/entities/urn:a:1/attrs/scope')).status).toBe(204);
    expect((await broker.call('DELETE', '/entities/urn:a:1/attrs/scope')).status).toBe(404);
    expect((await broker.call('PATCH', '/entities/urn:a:1/attrs/scope', { value: '/A' })).status).toBe(400);
  });

  it('says who it is, by tenant (§5.15.1, §5.2.40, §6.33.3.1)', async () => {
    broker.clock.advance(90_000);
    const own = await broker.get('/info/sourceIdentity');
    expect(own).toMatchObject({
      type: 'ContextSourceIdentity',
      contextSourceAlias: 'city.example',
      contextSourceUptime: 'PT90S',
      contextSourceTimeAt: '2026-03-01T12:01:30.000Z',
    });
    expect(await broker.get('/info/sourceIdentity', bonn)).toMatchObject({
      contextSourceAlias: 'city.example-bonn',
    });
  });
});

describe('What attributes may not hold (§4.5)', () => {
  let broker: BrokerUnderTest;
  beforeEach(() => {
    broker = startBroker();
  });
  afterEach(() => broker.remove());

  const create = async (members: object) =>
    (await broker.call('POST', '/entities', { id: 'urn:a:1', type: 'T', ...members })).status;

  it.each([
    { a: { type: 'Property', value: 1, object: 'urn:a:b' } },
    { a: { type: 'Property', value: 1, previousValue: 0 } },
    { a: { type: 'Property', value: 1, '@context': {} } },
    { a: { type: 'Property', value: 1, entityIdSealed: 'urn:a:1' } },
    { a: { type: 'Property', value: { b: 'urn:ngsi-ld:null' } } },
    { a: { type: 'Relationship', object: 'urn:a:b', unitCode: 'MTR' } },
    { a: { type: 'JsonProperty', json: 5 } },
    { a: { type: 'LanguageProperty', languageMap: { '@none': 'urn:ngsi-ld:null' } } },
    { a: { type: 'LanguageProperty', languageMap: { de: 'x' }, valueType: 'xsd:string' } },
    { a: { type: 'Property', value: 1, observedAt: '2026-01-01T00:00:00+01:00' } },
    { ngsildproof: { type: 'Property', value: 'x' } },
    { ngsildproof: { type: 'Property', value: {}, entityTypeSealed: 5 } },
    { location: { type: 'Property', value: 'here' } },
    { observedAt: { type: 'Property', value: 1 } },
    { type: '5T' },
    { type: 'type' },
    { id: 'urn:ngsi-ld:null' },
    { id: 'urn:a:\u200b1' },
    { scope: '/5' },
    { scope: 'a-b' },
    { scope: 'urn:ngsi-ld:null' },
  ])('%j', async (members) => {
    expect(await create(members)).toBe(400);
  });

  it('accepts what the clauses allow', async () => {
    const proof = { type: 'Property', value: { type: 'DataIntegrityProof' }, entityIdSealed: 'urn:a:1' };
    expect(await create({ ngsildproof: proof, scope: ['/A/B_1', 'C'], a: { json: [{ b: 1 }] } })).toBe(201);
  });

  it('lets a merge remove members of a value, a partial update not (§5.5.4, §5.5.12)', async () => {
    await create({ a: { value: { b: 1, c: 2 } } });
    const value = { b: 'urn:ngsi-ld:null' };
    expect((await broker.call('PATCH', '/entities/urn:a:1/attrs/a', { value })).status).toBe(400);
    expect((await broker.call('PATCH', '/entities/urn:a:1', { a: { value } })).status).toBe(204);
    expect(await broker.get('/entities/urn:a:1')).toMatchObject({ a: { value: { c: 2 } } });
  });
});
