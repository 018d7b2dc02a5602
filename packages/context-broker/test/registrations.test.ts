import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkTo, startBroker, type BrokerUnderTest } from './broker-under-test.ts';

const path = '/csourceRegistrations';
const registration = {
  id: 'urn:a:r',
  type: 'ContextSourceRegistration',
  information: [
    {
      entities: [
        { id: 'urn:a:car', type: 'Car' },
        { idPattern: '.*bus$', type: 'Bus' },
      ],
      propertyNames: ['speed'],
      relationshipNames: ['owner'],
    },
  ],
  endpoint: 'https://other.example',
};
const ofAll = { ...registration, id: 'urn:a:all', information: [{ entities: [{ type: 'Park' }] }] };

describe('Context source registrations (§5.9, §5.10, §6.8, §6.9)', () => {
  let broker: BrokerUnderTest;
  beforeEach(() => {
    broker = startBroker();
  });
  afterEach(() => broker.remove());

  const register = (body: object) => broker.call('POST', path, body);
  const find = async (query: string) =>
    ((await broker.get(`${path}?${query}`)) as { id: string }[]).map(({ id }) => id);

  it('registers, retrieves, updates and deletes (§5.9.2 to §5.9.4, §5.10.1)', async () => {
    const created = await register(registration);
    expect([created.status, created.headers['location']]).toEqual([201, `/ngsi-ld/v1${path}/urn:a:r`]);
    expect((await register(registration)).status).toBe(409);
    expect(await broker.get(`${path}/urn:a:r`)).toEqual(registration);
    const change = { endpoint: 'https://new.example', description: 'x' };
    expect((await broker.call('PATCH', `${path}/urn:a:r`, change)).status).toBe(204);
    expect(await broker.get(`${path}/urn:a:r`)).toEqual({ ...registration, ...change });
    await broker.call('PATCH', `${path}/urn:a:r`, { description: null });
    expect(await broker.get(`${path}/urn:a:r?options=sysAttrs`)).toMatchObject({
      createdAt: expect.any(String),
    });
    expect(await broker.get(`${path}/urn:a:r`)).not.toHaveProperty('description');
    expect((await broker.call('DELETE', `${path}/urn:a:r`)).status).toBe(204);
    expect((await broker.call('GET', `${path}/urn:a:r`)).status).toBe(404);
  });

  it('keeps names by their meaning', async () => {
    const vehicle = linkTo('https://example.org/vehicle.jsonld');
    const information = [{ entities: [{ type: 'Vehicle' }], propertyNames: ['speed'] }];
    await broker.call('POST', path, { ...registration, information }, vehicle);
    expect(await find('type=Vehicle')).toEqual([]);
    expect(await broker.get(`${path}?type=Vehicle`, vehicle)).toMatchObject([{ information }]);
  });

  it('finds by type, id, attribute and pattern (§5.10.2, §5.12)', async () => {
    await register(registration);
    await register(ofAll);
    expect(await find('type=Car')).toEqual(['urn:a:r']);
    expect(await find('type=Car,Park')).toEqual(['urn:a:r', 'urn:a:all']);
    expect(await find('type=Car&id=urn:a:other')).toEqual([]);
    expect(await find('id=urn:x:bus')).toEqual(['urn:a:r', 'urn:a:all']);
    expect(await find('attrs=speed')).toEqual(['urn:a:r', 'urn:a:all']);
    expect(await find('type=Car&attrs=colour')).toEqual([]);
    expect(await find('type=Car&idPattern=truck')).toEqual([]);
    expect(await find('type=*&limit=1&offset=1')).toEqual(['urn:a:all']);
  });

  it('finds by properties of the source, scope, place and time', async () => {
    const point = { type: 'Point', coordinates: [7.6, 51.9] };
    const interval = { startAt: '2020-01-01T00:00:00Z', endAt: '2021-01-01T00:00:00Z' };
    await register({ ...ofAll, colour: 'red', scope: '/A/B', location: point });
    await register({ ...ofAll, id: 'urn:a:past', observationInterval: interval });
    expect(await find('type=Park')).toEqual(['urn:a:all']);
    expect(await find('q=colour=="red"')).toEqual(['urn:a:all']);
    expect(await find('csf=endpoint=="https://elsewhere.example"')).toEqual([]);
    expect(await find('scopeQ=/A/%23')).toEqual(['urn:a:all']);
    const near = 'georel=near;maxDistance==2000&geometry=Point&coordinates=';
    expect(await find(`${near}[7.6,51.9]`)).toEqual(['urn:a:all']);
    expect(await find(`${near}[8.6,51.9]`)).toEqual([]);
    expect(await find('type=Park&timerel=before&timeAt=2020-06-01T00:00:00Z')).toEqual(['urn:a:past']);
    expect(await find('type=Park&timerel=after&timeAt=2022-01-01T00:00:00Z')).toEqual([]);
  });

  it('forgets what has expired', async () => {
    await register({ ...registration, expiresAt: '2026-03-01T12:01:00Z' });
    broker.clock.advance(60_000);
    expect((await broker.call('GET', `${path}/urn:a:r`)).status).toBe(404);
    expect(await find('type=Car')).toEqual([]);
    expect((await register(registration)).status).toBe(201);
  });

  it('refuses to hand over what exists here (§5.9.2.4)', async () => {
    await broker.call('POST', '/entities', { id: 'urn:a:car', type: 'Car', speed: 5 });
    const information = [{ entities: [{ id: 'urn:a:car', type: 'Car' }], propertyNames: ['speed'] }];
    for (const mode of ['exclusive', 'redirect']) {
      const answer = await register({ ...registration, information, mode });
      expect(answer.status).toBe(409);
      expect(answer.json()).toMatchObject({ type: 'https://uri.etsi.org/ngsi-ld/errors/Conflict' });
    }
    const others = [{ entities: [{ id: 'urn:a:car', type: 'Car' }], propertyNames: ['colour'] }];
    expect((await register({ ...registration, information: others, mode: 'exclusive' })).status).toBe(201);
  });

  it('keeps what an exclusive source offers from other proxied sources (§4.3.6.3)', async () => {
    const information = [{ entities: [{ id: 'urn:a:car', type: 'Car' }], propertyNames: ['speed'] }];
    await register({ ...registration, information, mode: 'exclusive' });
    const other = { ...registration, id: 'urn:a:other', information };
    expect((await register({ ...other, mode: 'redirect' })).status).toBe(409);
    expect((await register({ ...other, mode: 'exclusive' })).status).toBe(409);
    expect((await register(other)).status).toBe(201);
    const colour = [{ entities: [{ id: 'urn:a:car', type: 'Car' }], propertyNames: ['colour'] }];
    expect((await register({ ...other, id: 'urn:a:3', information: colour, mode: 'exclusive' })).status).toBe(
      201,
    );
    expect((await broker.call('PATCH', `${path}/urn:a:3`, { information })).status).toBe(409);
    expect((await broker.call('PATCH', `${path}/urn:a:3`, { description: 'x' })).status).toBe(204);
  });

  it.each([
    [{ type: 'Registration' }, '/type'],
    [{ id: 'r' }, '/id'],
    [{ information: [] }, '/information'],
    [{ information: [{}] }, '/information/0'],
    [{ information: [{ entities: [{ type: 5 }] }] }, '/information/0/entities/0/type'],
    [{ information: [{ entities: [{ type: 'T', id: 'x' }] }] }, '/information/0/entities/0/id'],
    [{ information: [{ propertyNames: [] }] }, '/information/0/propertyNames'],
    [{ information: [{ names: ['a'] }] }, '/information/0/names'],
    [{ endpoint: 'ftp://x' }, '/endpoint'],
    [{ expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
    [{ mode: 'shy' }, '/mode'],
    [{ mode: 'exclusive', information: [{ entities: [{ type: 'T' }] }] }, '/information'],
    [{ mode: 'auxiliary', operations: ['updateEntity'] }, '/operations'],
    [{ operations: ['dance'] }, '/operations'],
    [{ location: { type: 'Point' } }, '/location'],
    [{ observationInterval: { endAt: '2020-01-01T00:00:00Z' } }, '/observationInterval'],
    [{ management: { cooldown: 0 } }, '/management'],
    [{ management: { cacheDuration: 'long' } }, '/management'],
    [{ contextSourceInfo: [{ key: 'a' }] }, '/contextSourceInfo'],
    [{ scope: '/5' }, '/scope'],
  ])('refuses %j', async (members, pointer) => {
    const answer = await register({ ...registration, ...members });
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({
      errors: expect.arrayContaining([expect.objectContaining({ pointer })]),
    });
    expect((await broker.call('PATCH', `${path}/urn:a:r`, members)).status).toBe(404);
  });

  it.each(['', 'limit=5', 'type=T&id=x', 'q=(a', 'georel=within', 'timerel=before', 'type=T&color=red'])(
    'refuses to look for ?%s',
    async (query) => {
      expect((await broker.call('GET', `${path}?${query}`)).status).toBe(400);
    },
  );
});

describe('Query Context Source Registrations (§5.10.2, §6.8.3.2)', () => {
  let broker: BrokerUnderTest;
  beforeEach(async () => {
    broker = startBroker();
    await broker.call('POST', path, registration);
    await broker.call('POST', path, ofAll);
  });
  afterEach(() => broker.remove());

  const found = async (query: string) =>
    ((await broker.get(`${path}?${query}`)) as { id: string }[]).map(({ id }) => id);

  it('takes the parameters of a query of entities: pick names attributes, as attrs does', async () => {
    for (const parameter of ['attrs', 'pick']) {
      expect(await found(`${parameter}=speed`)).toEqual(['urn:a:r', 'urn:a:all']);
      expect(await found(`${parameter}=colour`)).toEqual(['urn:a:all']);
      expect(await found(`${parameter}=owner&type=Bus`)).toEqual(['urn:a:r']);
    }
    expect(await found('type=Car&omit=speed&lang=de&geometryProperty=area')).toEqual(['urn:a:r']);
  });
});
