import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkTo, startBroker, type BrokerUnderTest } from './broker-under-test.ts';

const vehicle = linkTo('https://example.org/vehicle.jsonld');

let broker: BrokerUnderTest;
beforeAll(async () => {
  broker = startBroker();
  await broker.call('POST', '/entityOperations/create', [
    { id: 'urn:a:1', type: 'CarPark', free: 1, location: { type: 'Point', coordinates: [7, 52] } },
    { id: 'urn:a:2', type: ['CarPark', 'Underground'], free: { object: 'urn:a:1' } },
    { id: 'urn:a:3', type: 'Street', name: 'Ring' },
  ]);
  await broker.call('POST', '/entities', { id: 'urn:a:4', type: 'Vehicle', speed: 5 }, vehicle);
  await broker.call('POST', '/entities', { id: 'urn:b:1', type: 'Bonn' }, { 'ngsild-tenant': 'bonn' });
});
afterAll(() => broker.remove());

describe('Discovery of entity types (§5.7.5 to §5.7.7)', () => {
  it('lists the types of the tenant, in names of the reader (§4.5.10, §5.2.24)', async () => {
    expect(await broker.get('/types')).toMatchObject({
      type: 'EntityTypeList',
      typeList: ['CarPark', 'Street', 'Underground', 'https://example.org/Vehicle'],
    });
    expect(await broker.get('/types', vehicle)).toMatchObject({
      typeList: ['CarPark', 'Street', 'Underground', 'Vehicle'],
    });
    expect(await broker.get('/types', { 'ngsild-tenant': 'bonn' })).toMatchObject({ typeList: ['Bonn'] });
  });

  it('gives details of all and of one type (§4.5.11, §4.5.12, §5.2.25, §5.2.26)', async () => {
    expect(await broker.get('/types?details=true')).toContainEqual({
      id: 'https://uri.etsi.org/ngsi-ld/default-context/CarPark',
      type: 'EntityType',
      typeName: 'CarPark',
      attributeNames: ['free', 'location'],
    });
    expect(await broker.get('/types/CarPark')).toEqual({
      id: 'https://uri.etsi.org/ngsi-ld/default-context/CarPark',
      type: 'EntityTypeInfo',
      typeName: 'CarPark',
      entityCount: 2,
      attributeDetails: [
        expect.objectContaining({ attributeName: 'free', attributeTypes: ['Property', 'Relationship'] }),
        expect.objectContaining({ attributeName: 'location', attributeTypes: ['GeoProperty'] }),
      ],
    });
    expect(await broker.get(`/types/${encodeURIComponent('https://example.org/Vehicle')}`)).toMatchObject({
      entityCount: 1,
    });
  });

  it('says what does not exist and what is not known', async () => {
    expect((await broker.call('GET', '/types/Nothing')).status).toBe(404);
    expect((await broker.call('GET', '/types?details=perhaps')).status).toBe(400);
    expect((await broker.call('GET', '/types?colour=red')).status).toBe(400);
    expect((await broker.call('GET', '/types', undefined, { accept: 'text/csv' })).status).toBe(406);
  });
});

describe('Discovery of attributes (§5.7.8 to §5.7.10)', () => {
  it('lists them, with the types that carry them (§4.5.13, §4.5.14, §5.2.27)', async () => {
    expect(await broker.get('/attributes')).toMatchObject({
      type: 'AttributeList',
      attributeList: expect.arrayContaining(['free', 'location', 'name']) as unknown,
    });
    expect(await broker.get('/attributes?details=true')).toContainEqual(
      expect.objectContaining({ attributeName: 'free', typeNames: ['CarPark', 'Underground'] }),
    );
  });

  it('tells kinds and the number of entities of one (§4.5.15, §5.2.28)', async () => {
    expect(await broker.get('/attributes/free')).toEqual({
      id: 'https://uri.etsi.org/ngsi-ld/default-context/free',
      type: 'Attribute',
      attributeName: 'free',
      attributeCount: 2,
      attributeTypes: ['Property', 'Relationship'],
      typeNames: ['CarPark', 'Underground'],
    });
    expect((await broker.call('GET', '/attributes/nothing')).status).toBe(404);
  });

  it('follows every change', async () => {
    const own = startBroker();
    await own.call('POST', '/entities', { id: 'urn:a:1', type: 'T', first: 1 });
    expect(await own.get('/attributes')).toMatchObject({ attributeList: ['first'] });
    await own.call('POST', '/entities/urn:a:1/attrs', { second: 2 });
    expect(await own.get('/attributes')).toMatchObject({ attributeList: ['first', 'second'] });
    await own.call('DELETE', '/entities/urn:a:1');
    expect(await own.get('/attributes')).toMatchObject({ attributeList: [] });
    await own.remove();
  });
});
