import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';

const point = (x: number) => ({ type: 'Point', coordinates: [x, 50] });
const parks = [
  {
    id: 'urn:a:1',
    type: 'Park',
    name: 'b',
    size: 5,
    location: point(3),
    address: { value: { city: 'Köln' } },
  },
  {
    id: 'urn:a:2',
    type: 'Park',
    name: 'á',
    size: 'large',
    location: point(1),
    address: { value: { city: 'Bonn' } },
  },
  { id: 'urn:a:3', type: 'Park', name: 'A', location: point(2), address: { value: { city: 'Aachen' } } },
];

describe('Ordering (§4.23.2, §4.23.3)', () => {
  let broker: BrokerUnderTest;
  beforeEach(async () => {
    broker = startBroker();
    for (const park of parks) {
      await broker.call('POST', '/entities', park);
      broker.clock.advance(1000);
    }
  });
  afterEach(() => broker.remove());

  const idsOf = async (query: string) =>
    ((await broker.get(`/entities?type=Park&${query}`)) as { id: string }[])
      .map(({ id }) => id.slice(-1))
      .join('');

  it.each([
    ['orderBy=id', '123'],
    ['orderBy=id;desc', '321'],
    ['orderBy=createdAt;desc', '321'],
    ['orderBy=name', '312'],
    ['orderBy=name&collation=und', '321'],
    ['orderBy=size', '123'],
    ['orderBy=type,name;desc', '213'],
    ['orderBy=address[city]', '321'],
    ['orderBy=location;dist-asc&orderFrom=[0,50]', '231'],
    ['orderBy=location;dist-desc&orderFrom=[0,50]', '132'],
    ['orderBy=name&limit=1&offset=1', '1'],
  ])('%s', async (query, expected) => {
    expect(await idsOf(query)).toBe(expected);
  });

  it('pages and counts what is ordered', async () => {
    const answer = await broker.call('GET', '/entities?type=Park&orderBy=name&limit=2&count=true');
    expect(answer.headers['ngsild-results-count']).toBe('3');
    expect(JSON.stringify(answer.headers['link'])).toContain('offset=2');
  });

  it('takes the ordering from a Query body (§5.2.43)', async () => {
    const body = {
      type: 'Query',
      entities: [{ type: 'Park' }],
      ordering: { orderBy: ['location;dist-asc'], coordinates: [0, 50], geometry: 'Point' },
    };
    const answer = await broker.call('POST', '/entityOperations/query', body);
    expect((answer.json() as { id: string }[])[0]?.id).toBe('urn:a:2');
  });

  it.each([
    'orderBy=name;up',
    'orderBy=name&collation=!!',
    'orderBy=location;dist-asc',
    'orderBy=location;dist-asc&orderFrom=8',
    'orderBy=',
  ])('refuses ?%s', async (query) => {
    expect((await broker.call('GET', `/entities?type=Park&${query}`)).status).toBe(400);
  });
});
