import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';

const building = 'urn:ngsi-ld:Building:dom';
const city = 'urn:ngsi-ld:City:muenster';
const land = 'urn:ngsi-ld:Land:nrw';

describe('Linked entity retrieval (§4.5.23)', () => {
  let broker: BrokerUnderTest;
  beforeEach(async () => {
    broker = startBroker();
    const entities = [
      { id: building, type: 'Building', name: 'Dom', locatedAt: { object: city } },
      { id: city, type: 'City', name: 'Münster', area: 303, partOf: { object: land } },
      { id: land, type: 'Land', name: 'NRW', capital: { object: city } },
    ];
    for (const entity of entities) expect((await broker.call('POST', '/entities', entity)).status).toBe(201);
  });
  afterEach(() => broker.remove());

  const simplified = (query: string) => broker.get(`/entities/${building}?options=keyValues&${query}`);

  it('puts linked entities in the place of their ids, as deep as joinLevel says', async () => {
    expect(await simplified('join=inline')).toEqual({
      id: building,
      type: 'Building',
      name: 'Dom',
      locatedAt: { id: city, type: 'City', name: 'Münster', area: 303, partOf: land },
    });
    expect(await simplified('join=inline&joinLevel=2&pick=id,locatedAt{partOf{name}}')).toEqual({
      id: building,
      locatedAt: { partOf: { name: 'NRW' } },
    });
  });

  it('gives them beside the object in normalized form, in GET and POST queries alike', async () => {
    const expected = [
      { locatedAt: { type: 'Relationship', object: city, entity: { id: city, name: { value: 'Münster' } } } },
    ];
    expect(await broker.get('/entities?type=Building&join=inline')).toMatchObject(expected);
    const body = { type: 'Query', entities: [{ type: 'Building' }], join: 'inline' };
    expect((await broker.call('POST', '/entityOperations/query', body)).json()).toMatchObject(expected);
  });

  it('lists them once after the entities in flat form', async () => {
    const all = (await broker.get(
      `/entities/${building}?join=flat&joinLevel=5&pick=id,locatedAt{id,partOf}`,
    )) as {
      id: string;
    }[];
    expect(all.map(({ id }) => id)).toEqual([building, city, land]);
  });

  it('follows no link back to where it came from, nor to what the client has', async () => {
    expect(await simplified('join=inline&joinLevel=9')).toMatchObject({
      locatedAt: { partOf: { capital: city } },
    });
    expect(await simplified(`join=inline&containedBy=${city}`)).toMatchObject({ locatedAt: city });
  });

  it('leaves a link that leads nowhere as it is', async () => {
    await broker.call('DELETE', `/entities/${city}`);
    expect(await simplified('join=inline')).toMatchObject({ locatedAt: city });
    expect(await broker.get(`/entities/${building}?join=flat`)).toMatchObject({ id: building });
  });

  it('asks for linked entities in q (§4.9)', async () => {
    const find = (q: string, rest = '&join=inline') =>
      broker.get(`/entities?type=Building&options=keyValues&pick=id&q=${encodeURIComponent(q)}${rest}`);
    expect(await find('locatedAt{name}=="Münster"')).toEqual([{ id: building }]);
    expect(await find('locatedAt{City:area}>300')).toEqual([{ id: building }]);
    expect(await find('locatedAt{Village:area}>300')).toEqual([]);
    expect(await find('name=="Dom";locatedAt{area}>400')).toEqual([]);
    expect(await find('locatedAt{partOf{name}}=="NRW"', '&join=inline&joinLevel=2')).toEqual([
      { id: building },
    ]);
  });

  it.each([
    'join=outline',
    'joinLevel=2',
    'join=inline&joinLevel=0',
    'join=inline&joinLevel=11',
    'join=inline&pick=locatedAt{partOf{name}}',
    'pick=locatedAt{name}',
    'join=inline&containedBy=nobody',
    'join=inline&pick=locatedAt{name',
    'join=inline&pick=locatedAt{}',
    'join=inline&pick=locatedAt{{name}}',
  ])('refuses ?%s', async (query) => {
    expect((await broker.call('GET', `/entities/${building}?${query}`)).status).toBe(400);
  });

  it.each([
    'q=locatedAt{name}=="x"',
    'q=locatedAt{partOf{name}}=="x"&join=inline',
    'q=locatedAt{name=="x"&join=inline',
  ])('refuses the query ?%s', async (query) => {
    const answer = await broker.call('GET', `/entities?type=Building&${query}`);
    expect([answer.status, answer.json()]).toMatchObject([
      400,
      { type: expect.stringMatching(/BadRequestData$/) },
    ]);
  });
});
