import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';

const id = 'urn:ngsi-ld:OffStreetParking:dom';
const entity = `/entities/${id}`;
const evolution = `/temporal/entities/${id}`;
const between = 'timerel=between&timeAt=2026-03-01T00:00:00Z&endTimeAt=2026-03-02T00:00:00Z';
const minuteMs = 60_000;

let broker: BrokerUnderTest;
beforeEach(() => {
  broker = startBroker();
});
afterEach(() => broker.remove());

type Instances = readonly Readonly<Record<string, unknown>>[];
const instancesOf = async (attribute: string, query = '') => {
  const found = (await broker.get(`${evolution}${query}`)) as Readonly<Record<string, Instances>>;
  return found[attribute];
};
const valuesOf = async (query = '', attribute = 'free') =>
  (await instancesOf(attribute, query))?.map(({ value }) => value);
const whole = (minute: number) => at(minute).replace('.000Z', 'Z');
const at = (minute: number) => `2026-03-01T12:${String(minute).padStart(2, '0')}:00.000Z`;
const measure = (free: number, minute = free) => ({ free: { value: free, observedAt: at(minute) } });
const errorOf = (answer: { json(): unknown }) =>
  answer.json() as { type: string; errors?: { pointer: string }[] };

describe('Recording of changes (§4.2.3)', () => {
  beforeEach(() =>
    broker.call('POST', '/entities', { id, type: 'OffStreetParking', ...measure(1), name: 'Dom' }),
  );

  it('keeps every instance, by whatever operation it was changed', async () => {
    const step = async (method: 'POST' | 'PATCH' | 'PUT', path: string, body: unknown) => {
      broker.clock.advance(minuteMs);
      const { status } = await broker.call(method, path, body);
      expect(status).toBe(204);
    };
    await step('PATCH', entity, measure(2));
    await step('PATCH', `${entity}/attrs`, measure(3));
    await step('POST', `${entity}/attrs`, measure(4));
    await step('PATCH', `${entity}/attrs/free`, { value: 5, observedAt: at(5) });
    await step('PUT', `${entity}/attrs/free`, measure(6).free);
    await step('PUT', entity, { type: 'OffStreetParking', ...measure(7) });
    await step('POST', '/entityOperations/upsert', [{ id, type: 'OffStreetParking', ...measure(8) }]);
    await step('POST', '/entityOperations/update', [{ id, ...measure(9) }]);
    await step('POST', '/entityOperations/merge', [{ id, ...measure(10) }]);
    expect(await valuesOf()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const ids = (await instancesOf('free'))?.map(({ instanceId }) => instanceId);
    expect(new Set(ids).size).toBe(10);
    expect(await valuesOf('', 'name')).toEqual(['Dom']);
  });

  it('tells deletions of an attribute, an instance and the entity by deletedAt (§4.5.7)', async () => {
    const other = { value: 9, datasetId: 'urn:ngsi-ld:dataset:b', observedAt: at(2) };
    await broker.call('POST', `${entity}/attrs`, { free: other });
    broker.clock.advance(minuteMs);
    await broker.call('DELETE', `${entity}/attrs/free?datasetId=urn:ngsi-ld:dataset:b`);
    broker.clock.advance(minuteMs);
    await broker.call('DELETE', `${entity}/attrs/name`);
    broker.clock.advance(minuteMs);
    await broker.call('DELETE', entity);
    expect(await broker.get(`${evolution}?timeproperty=deletedAt`)).toMatchObject({
      id,
      type: 'OffStreetParking',
      name: [{ type: 'Property', value: 'urn:ngsi-ld:null', deletedAt: at(2) }],
      free: [
        { datasetId: 'urn:ngsi-ld:dataset:b', deletedAt: at(1) },
        { value: 'urn:ngsi-ld:null', deletedAt: at(3) },
      ],
    });
    expect(await valuesOf()).toEqual([1, 9]);
    expect(await valuesOf(`?timeproperty=deletedAt&timerel=after&timeAt=${at(2)}`)).toEqual([
      'urn:ngsi-ld:null',
    ]);
    expect(await valuesOf('?timeproperty=modifiedAt', 'name')).toEqual(['Dom']);
  });

  it('records nothing of what was refused', async () => {
    await broker.call('PATCH', entity, { free: { value: 9, observedAt: 'yesterday' } });
    await broker.call('POST', '/entityOperations/update', [{ id, free: { type: 'Property' } }]);
    expect(await valuesOf()).toEqual([1]);
  });
});

describe('Retrieve Temporal Evolution (§5.7.3, §6.19.3.1)', () => {
  beforeEach(async () => {
    await broker.call('POST', '/entities', { id, type: 'OffStreetParking', ...measure(0), name: 'Dom' });
    for (const minute of [10, 20, 30]) {
      broker.clock.advance(10 * minuteMs);
      await broker.call('PATCH', entity, measure(minute));
    }
  });

  it.each([
    [`?timerel=before&timeAt=${at(20)}`, [0, 10]],
    [`?timerel=after&timeAt=${at(10)}`, [10, 20, 30]],
    [`?timerel=between&timeAt=${at(10)}&endTimeAt=${at(30)}`, [10, 20]],
    ['?timerel=after&timeAt=2026-03-01T12:10:00Z', [10, 20, 30]],
    ['?lastN=2', [20, 30]],
    [`?timerel=before&timeAt=${at(25)}&lastN=1`, [20]],
    [`?timeproperty=modifiedAt&timerel=after&timeAt=${at(15)}`, [20, 30]],
    [`?timeproperty=createdAt&timerel=before&timeAt=${at(1)}`, [0, 10, 20, 30]],
    ['?attrs=free', [0, 10, 20, 30]],
  ])('%s', async (query, expected) => {
    expect(await valuesOf(query)).toEqual(expected);
  });

  it('gives each form (§4.5.7 to §4.5.9, §4.5.19)', async () => {
    expect(await instancesOf('free', '?lastN=1')).toEqual([
      { type: 'Property', value: 30, observedAt: at(30), instanceId: expect.any(String) as string },
    ]);
    expect(await broker.get(`${evolution}?options=temporalValues&attrs=free&lastN=2`)).toEqual({
      id,
      type: 'OffStreetParking',
      free: {
        type: 'Property',
        values: [
          [20, at(20)],
          [30, at(30)],
        ],
      },
    });
    const query = `?format=aggregatedValues&aggrMethods=avg,max&aggrPeriodDuration=PT20M&attrs=free&${between}`;
    expect(await broker.get(evolution + query)).toMatchObject({
      free: {
        type: 'Property',
        avg: [
          [5, whole(0), whole(20)],
          [25, whole(20), whole(40)],
        ],
        max: [
          [10, whole(0), whole(20)],
          [30, whole(20), whole(40)],
        ],
      },
    });
    expect(await broker.get(`${evolution}?pick=free&options=temporalValues,sysAttrs`)).toHaveProperty('free');
  });

  it('aggregates when a Query names methods (§5.2.44)', async () => {
    const ask = (aggrParams: object) =>
      broker.call('POST', '/temporal/entityOperations/query', {
        type: 'Query',
        entities: [{ type: 'OffStreetParking' }],
        temporalQ: { timerel: 'after', timeAt: at(0) },
        aggrParams,
      });
    const answer = await ask({ aggrMethods: ['max'], aggrPeriodDuration: 'P1D' });
    expect(answer.json()).toMatchObject([
      { free: { type: 'Property', max: [[30, whole(0), '2026-03-02T12:00:00Z']] } },
    ]);
    expect((await ask({ aggrMethods: 'median' })).status).toBe(400);
    expect((await ask({ aggrMethods: ['max'], aggrPeriodDuration: 'long' })).status).toBe(400);
  });

  it('gives values of all kinds in the simplified form', async () => {
    await broker.call('POST', `${entity}/attrs`, {
      operator: { object: 'urn:a:wbi' },
      title: { languageMap: { de: 'Dom' } },
      category: { vocab: ['public', 'guarded'] },
      rows: { valueList: [1, 2] },
      near: { objectList: ['urn:a:1'] },
      raw: { json: { a: 1 } },
    });
    expect(await broker.get(`${evolution}?format=temporalValues`)).toMatchObject({
      operator: { type: 'Relationship', objects: [['urn:a:wbi', at(30)]] },
      title: { languageMaps: [[{ languageMap: { de: 'Dom' } }, at(30)]] },
      category: { vocabs: [[{ vocab: ['public', 'guarded'] }, at(30)]] },
      rows: { valueLists: [[[1, 2], at(30)]] },
      near: { objectLists: [[['urn:a:1'], at(30)]] },
      raw: { jsons: [[{ json: { a: 1 } }, at(30)]] },
    });
  });

  it('answers 404 for what never was, and an empty evolution for an empty interval', async () => {
    expect((await broker.call('GET', '/temporal/entities/urn:a:none')).status).toBe(404);
    expect((await broker.call('GET', `${evolution}?attrs=none`)).status).toBe(404);
    expect((await broker.call('GET', evolution, undefined, { 'ngsild-tenant': 'bonn' })).status).toBe(404);
    expect(await broker.get(`${evolution}?timerel=before&timeAt=2020-01-01T00:00:00Z`)).toEqual({
      id,
      type: 'OffStreetParking',
    });
  });

  it.each([
    ['timerel=before', 'timeAt'],
    ['timeAt=2026-03-01T12:00:00Z', 'timerel'],
    ['timerel=since&timeAt=2026-03-01T12:00:00Z', 'timerel'],
    ['timerel=after&timeAt=2026-03-01T12:00:00', 'timeAt'],
    ['timerel=after&timeAt=2026-13-01T12:00:00Z', 'timeAt'],
    ['timerel=between&timeAt=2026-03-01T12:00:00Z', 'endTimeAt'],
    ['timerel=between&timeAt=2026-03-02T12:00:00Z&endTimeAt=2026-03-01T12:00:00Z', 'endTimeAt'],
    ['timeproperty=birthday', 'timeproperty'],
    ['lastN=0', 'lastN'],
    ['options=aggregatedValues', 'aggrMethods'],
    ['options=aggregatedValues&aggrMethods=median', 'aggrMethods'],
    ['options=aggregatedValues&aggrMethods=avg&aggrPeriodDuration=1h', 'aggrPeriodDuration'],
    ['options=temporalValues,aggregatedValues', 'options'],
  ])('refuses %s and names %s', async (query, parameter) => {
    const answer = await broker.call('GET', `${evolution}?${query}`);
    expect([answer.status, errorOf(answer).errors?.[0]?.pointer]).toEqual([400, parameter]);
  });

  it('refuses an id that is no URI', async () => {
    expect((await broker.call('GET', '/temporal/entities/dom')).status).toBe(400);
  });
});

describe('Query Temporal Evolution (§5.7.4, §6.18.3.2, §6.24.3.1)', () => {
  const ids = (answer: unknown) =>
    (answer as readonly { id: string }[]).map((found) => found.id.split(':').at(-1));
  const location = (x: number) => ({ type: 'Point', coordinates: [x, 51.96] });

  beforeEach(async () => {
    const garage = (name: string, minute: number, x: number) => ({
      id: `urn:ngsi-ld:OffStreetParking:${name}`,
      type: 'OffStreetParking',
      ...measure(minute),
      location: location(x),
    });
    await broker.call('POST', '/entityOperations/create', [
      garage('a', 1, 7.6),
      garage('b', 2, 7.7),
      garage('c', 3, 7.8),
    ]);
    await broker.call('PATCH', '/entities/urn:ngsi-ld:OffStreetParking:a', measure(40));
    await broker.call('DELETE', '/entities/urn:ngsi-ld:OffStreetParking:c');
  });

  it.each([
    ['type=OffStreetParking', ['a', 'b', 'c']],
    ['type=Nothing', []],
    ['type=OffStreetParking&q=free==1', ['a']],
    ['q=free>1;free<3&attrs=location', []],
    ['q=free==1&attrs=free', ['a']],
    ['georel=near;maxDistance==100&geometry=Point&coordinates=[7.7,51.96]&attrs=free', ['b']],
    ['type=OffStreetParking&idPattern=[bc]$', ['b', 'c']],
    ['local=true&id=urn:ngsi-ld:OffStreetParking:c', ['c']],
  ])('%s', async (query, expected) => {
    expect(ids(await broker.get(`/temporal/entities?${between}&${query}`))).toEqual(expected);
  });

  it('pages with Link and counts', async () => {
    const answer = await broker.call(
      'GET',
      `/temporal/entities?${between}&type=OffStreetParking&limit=2&count=true`,
    );
    expect([ids(answer.json()), answer.headers['ngsild-results-count']]).toEqual([['a', 'b'], '3']);
    expect(answer.headers['link']).toEqual(
      expect.arrayContaining([expect.stringMatching(/offset=2.*rel="next"/u)]) as unknown,
    );
    expect(
      ids(await broker.get(`/temporal/entities?${between}&type=OffStreetParking&limit=2&offset=2`)),
    ).toEqual(['c']);
  });

  it('needs timerel, and a filter', async () => {
    expect((await broker.call('GET', '/temporal/entities?type=OffStreetParking')).status).toBe(400);
    expect((await broker.call('GET', `/temporal/entities?${between}`)).status).toBe(400);
  });

  it('finds the same by POST', async () => {
    const body = {
      type: 'Query',
      entities: [{ type: 'OffStreetParking' }],
      q: 'free==1',
      temporalQ: { timerel: 'after', timeAt: at(0), lastN: 1 },
    };
    const answer = await broker.call('POST', '/temporal/entityOperations/query?options=temporalValues', body);
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject([{ free: { values: [[40, at(40)]] } }]);
  });
});
