import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkTo, startBroker, type BrokerUnderTest } from './broker-under-test.ts';
import { city, named } from './car-parks.ts';

let broker: BrokerUnderTest;
beforeAll(async () => {
  broker = startBroker();
  await broker.call('POST', '/entityOperations/create', city);
});
afterAll(() => broker.remove());

const found = async (parameters: Record<string, string>) =>
  named(await broker.get(`/entities?${new URLSearchParams(parameters).toString()}`));
const refused = async (parameters: Record<string, string>) => {
  const answer = await broker.call('GET', `/entities?${new URLSearchParams(parameters).toString()}`);
  return [answer.status, (answer.json() as { errors?: { pointer: string }[] }).errors?.[0]?.pointer];
};

describe('q (§4.9)', () => {
  it.each([
    ['free==12', ['dom']],
    ['free!=12', ['aegidii', 'bahnhof', 'bonn', 'stadtwerke']],
    ['free>12', ['aegidii', 'bahnhof']],
    ['free>=12', ['aegidii', 'bahnhof', 'dom']],
    ['free<7', ['stadtwerke']],
    ['free<=7', ['bonn', 'stadtwerke']],
    ['free==7..40', ['bahnhof', 'bonn', 'dom']],
    ['free==0,7', ['bonn', 'stadtwerke']],
    ['open==true', ['dom']],
    ['open', ['aegidii', 'dom']],
    ['name=="Parkhaus \\"Dom\\", groß"', ['dom']],
    ['name~=^Park', ['dom']],
    ['name~=(?i)ägid', ['aegidii']],
    ['name!~=^Park', ['aegidii']],
    ['name[de]=="Ägidii"', ['aegidii']],
    ['name[*]=="Aegidii"', ['aegidii']],
    ['rate[day]>1', ['dom']],
    ['rate[night.hour]==0.5', ['dom']],
    ['free.accuracy>=0.9', ['aegidii']],
    ['free.observedAt>2026-03-01T11:15:00Z', ['aegidii']],
    ['free.observedAt>2026-03-01T12:15:00+01:00', ['aegidii']],
    ['operator==urn:ngsi-ld:Org:wbi', ['dom']],
    ['operator=="urn:ngsi-ld:Org:wbi"', ['dom']],
    ['tags=="train"', ['bahnhof']],
    ['tags=="a","bike"', ['bahnhof']],
    ['(free<10|free>100);open', ['aegidii']],
    ['free<10|free>100;open', ['aegidii', 'bonn', 'stadtwerke']],
    ['createdAt>2026-01-01T00:00:00Z;free>100', ['aegidii']],
    ['none', []],
  ])('%s', async (q, expected) => {
    expect(await found({ type: 'CarPark', q })).toEqual(expected);
  });

  it('expands vocabulary terms when asked (§4.9 expandValues)', async () => {
    expect(await found({ q: 'category=="public"' })).toEqual([]);
    expect(await found({ q: 'category=="public"', expandValues: 'category' })).toEqual(['stadtwerke']);
  });

  it.each(['free==', '==5', 'free=5', 'free==5;', '(free==5', 'free==5)', 'free~=[', 'a..b==1', 'free==1..'])(
    'refuses %s and names the parameter',
    async (q) => {
      expect(await refused({ q })).toEqual([400, 'q']);
    },
  );

  it.each(['2026-03-01T11:15:00', '2026-03-01T11:15', '2026-13-01', '2026-03-01T25:00:00Z'])(
    'refuses the time %s',
    async (time) => {
      expect(await refused({ q: `free.observedAt>${time}` })).toEqual([400, 'q']);
    },
  );
});

describe('type, id, attrs and scopeQ (§4.17, §4.19)', () => {
  it.each([
    [{ type: 'CarPark;Underground' }, ['bahnhof']],
    [{ type: 'District,Street' }, ['mitte', 'ring']],
    [{ type: '(CarPark;Underground)|Street' }, ['bahnhof', 'ring']],
    [{ type: '*', id: 'urn:ngsi-ld:CarPark:dom,urn:ngsi-ld:Street:ring' }, ['dom', 'ring']],
    [{ type: 'CarPark', idPattern: '^urn:ngsi-ld:CarPark:b' }, ['bahnhof', 'bonn']],
    [{ attrs: 'open,border' }, ['aegidii', 'dom', 'ring']],
    [{ pick: 'id,open' }, ['aegidii', 'bahnhof', 'bonn', 'dom', 'mitte', 'ring', 'stadtwerke']],
    [{ scopeQ: '/Muenster/Mitte' }, ['aegidii', 'dom']],
    [{ scopeQ: '/Muenster/#' }, ['aegidii', 'dom', 'stadtwerke']],
    [{ scopeQ: '/Muenster/+/Sued' }, ['stadtwerke']],
    [{ scopeQ: '/Altstadt;/Muenster/Mitte' }, ['aegidii']],
    [{ scopeQ: '/Altstadt|/Muenster/Hafen/Sued' }, ['aegidii', 'stadtwerke']],
    [{ local: 'true', idPattern: 'mitte$' }, ['mitte']],
  ])('%j', async (parameters, expected) => {
    expect(await found(parameters)).toEqual(expected);
  });

  it.each([
    [{}, 400],
    [{ type: '' }, 400],
    [{ type: 'A,' }, 400],
    [{ idPattern: '(' }, 400],
    [{ scopeQ: '/a//b' }, 400],
    [{ type: 'CarPark', limit: '-1' }, 400],
    [{ type: 'CarPark', limit: '1001' }, 403],
    [{ type: 'CarPark', count: 'yes' }, 400],
    [{ type: 'CarPark', options: 'pretty' }, 400],
    [{ type: 'CarPark', colour: 'red' }, 400],
  ])('refuses %j with %i', async (parameters, status) => {
    expect((await refused(parameters as Record<string, string>))[0]).toBe(status);
  });

  it.each([
    '/entities?type=CarPark',
    '/temporal/entities?timerel=before&timeAt=2026-01-01T00:00:00Z&type=CarPark',
    '/subscriptions?',
    '/csourceRegistrations?type=T',
  ])('names the range of the limit (%s)', async (path) => {
    const tooMany = await broker.call('GET', `${path}&limit=1001`);
    expect([tooMany.status, tooMany.text]).toEqual([
      403,
      expect.stringContaining('from 1 to 1000 is allowed'),
    ]);
    const none = await broker.call('GET', `${path}&limit=0`);
    expect([none.status, none.text]).toEqual([400, expect.stringContaining('or 0 with count=true')]);
  });

  it('refuses a parameter given twice', async () => {
    expect((await broker.call('GET', '/entities?type=A&type=B')).status).toBe(400);
  });
});

describe('answers (§6.3)', () => {
  it('gives a GeoJSON FeatureCollection (§4.5.16, §5.2.29 to §5.2.31, §6.3.15)', async () => {
    const geoJson = { accept: 'application/geo+json' };
    const answer = await broker.call('GET', '/entities?type=CarPark&q=free==0,12', undefined, geoJson);
    expect(answer.headers['content-type']).toBe('application/geo+json');
    expect(answer.json()).toMatchObject({
      type: 'FeatureCollection',
      features: [
        {
          id: 'urn:ngsi-ld:CarPark:dom',
          type: 'Feature',
          geometry: { type: 'Point', coordinates: [7.62, 51.96] },
          properties: { type: 'CarPark', open: { type: 'Property', value: true } },
        },
        { id: 'urn:ngsi-ld:CarPark:stadtwerke', geometry: null },
      ],
    });
    const border = await broker.call(
      'GET',
      '/entities?type=Street&geometryProperty=border',
      undefined,
      geoJson,
    );
    expect(border.json()).toMatchObject({ features: [{ geometry: { type: 'LineString' } }] });
  });

  it('pages with Link and counts with NGSILD-Results-Count (§4.12, §4.13, §6.3.10, §6.3.13)', async () => {
    const pages: string[] = [];
    let url: string | undefined = '/entities?type=CarPark&limit=2&count=true';
    const links: string[][] = [];
    while (url !== undefined) {
      const answer = await broker.call('GET', url);
      expect(answer.headers['ngsild-results-count']).toBe('5');
      pages.push(...(answer.json() as { id: string }[]).map(({ id }) => id));
      const link = [answer.headers['link'] ?? []].flat();
      links.push(link.flatMap((part) => /rel="(prev|next)"/.exec(part)?.[1] ?? []));
      url = link.find((part) => part.includes('rel="next"'))?.match(/<\/ngsi-ld\/v1(.*?)>/)?.[1];
    }
    expect(pages.map((id) => id.split(':').at(-1)).toSorted()).toEqual([
      'aegidii',
      'bahnhof',
      'bonn',
      'dom',
      'stadtwerke',
    ]);
    expect(links).toEqual([['next'], ['prev', 'next'], ['prev']]);
  });

  it('links to a page by one address, in whatever form it was asked for (§6.3.10)', async () => {
    const linkOf = async (path: string): Promise<unknown> => (await broker.call('GET', path)).headers['link'];
    const wanted = [
      '</ngsi-ld/v1/entities?idPattern=urn:.*%3Cb%7C.*&limit=1&offset=1&type=CarPark>;rel="next";type="application/json"',
      expect.stringContaining('rel="http://www.w3.org/ns/json-ld#context"'),
    ];
    expect(await linkOf('/entities/?type=CarPark&limit=1&idPattern=urn%3A.*%3Cb%7C.*')).toEqual(wanted);
    expect(await linkOf('/entities?limit=1&idPattern=urn:.*%3Cb%7C.*&offset=0&type=CarPark')).toEqual(wanted);
  });

  it('counts without giving entities, and gives none beyond the end', async () => {
    const counted = await broker.call('GET', '/entities?type=CarPark&limit=0&count=true');
    expect([counted.headers['ngsild-results-count'], counted.json()]).toEqual(['5', []]);
    expect(await broker.get('/entities?type=CarPark&offset=100')).toEqual([]);
    const filtered = await broker.call('GET', '/entities?type=CarPark&idPattern=b&limit=1&count=true');
    expect(filtered.headers['ngsild-results-count']).toBe('2');
  });

  it('reads and writes names with the context of the Link header', async () => {
    const vehicle = linkTo('https://example.org/vehicle.jsonld');
    const car = { id: 'urn:a:car', type: 'Vehicle', speed: { type: 'Property', value: 50 } };
    await broker.call('POST', '/entities', car, vehicle);
    expect(await broker.get('/entities?type=Vehicle&q=speed==50', vehicle)).toEqual([car]);
    expect(await broker.get('/entities?type=Vehicle')).toEqual([]);
    await broker.call('DELETE', '/entities/urn:a:car');
  });
});

describe('Query Entities by POST (§5.2.23, §6.23.3.1)', () => {
  const query = (body: Record<string, unknown>, parameters = '') =>
    broker.call('POST', `/entityOperations/query${parameters}`, { type: 'Query', ...body });

  it('finds the same as by GET, with paging, count and format', async () => {
    const body = { entities: [{ type: 'CarPark' }], q: 'free<100', attrs: ['free'] };
    const answer = await query(body, '?limit=2&count=true&options=keyValues');
    expect([answer.status, answer.headers['ngsild-results-count']]).toEqual([200, '4']);
    const rest = (await query(body, '?limit=2&offset=2&options=keyValues')).json();
    const found = [answer.json(), rest].flat() as readonly { readonly id: string }[];
    expect(found.toSorted((one, other) => one.id.localeCompare(other.id))).toMatchObject([
      { id: 'urn:ngsi-ld:CarPark:bahnhof', type: ['CarPark', 'Underground'], free: 40 },
      { id: 'urn:ngsi-ld:CarPark:bonn' },
      { id: 'urn:ngsi-ld:CarPark:dom', type: 'CarPark', scope: '/Muenster/Mitte', free: 12 },
      { id: 'urn:ngsi-ld:CarPark:stadtwerke' },
    ]);
    const geoQ = { georel: 'near;maxDistance==300', geometry: 'Point', coordinates: [7.62, 51.96] };
    expect(named((await query({ geoQ })).json())).toEqual(['aegidii', 'dom', 'mitte']);
    expect(named((await query({ scopeQ: '/Muenster/#', q: 'free==0' })).json())).toEqual(['stadtwerke']);
  });

  it('says so when selectors differ in more than it can tell apart (§6.3.2: 422)', async () => {
    const answer = await query({ entities: [{ type: 'CarPark' }, { type: 'Bench', id: 'urn:a:1' }] });
    expect(answer.status).toBe(422);
    expect(answer.json()).toMatchObject({
      type: 'https://uri.etsi.org/ngsi-ld/errors/OperationNotSupported',
    });
  });

  it.each([
    [{ type: 'Search' }],
    [{ colour: 'red' }],
    [{ entities: [] }],
    [{ entities: [{}] }],
    [{ q: 5 }],
    [{ geoQ: 'near' }],
    [{}],
  ])('refuses %j', async (body) => {
    expect((await query(body as Record<string, unknown>)).status).toBe(400);
  });
});
