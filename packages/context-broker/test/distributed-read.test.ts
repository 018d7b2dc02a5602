import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answers, federate, isDown, type Federation } from './federation.ts';
import { linkTo } from './broker-under-test.ts';

interface Car {
  readonly id: string;
  readonly [name: string]: unknown;
}

const car = (id: string, attributes: object = {}): Car => ({
  id: `urn:ngsi-ld:Vehicle:${id}`,
  type: 'Vehicle',
  ...attributes,
});

const property = (value: unknown, members: object = {}) => ({ type: 'Property', value, ...members });

describe('three cities answer as one (§5.7.1, §5.7.2)', () => {
  let cities: Federation;
  const { id } = car('1');

  beforeEach(async () => {
    cities = federate('hamburg', 'leipzig', 'munich');
    await cities.register('hamburg', 'leipzig');
    await cities.register('hamburg', 'munich');
  });
  afterEach(() => cities.remove());

  const put = async (city: string, entity: Car) => {
    const answer = await cities.broker(city).call('POST', '/entities?local=true', entity);
    expect(answer.status).toBe(201);
  };
  const ask = (path: string, headers: Record<string, string> = {}) =>
    cities.broker('hamburg').call('GET', path, undefined, headers);
  const idsOf = (content: unknown) => (content as readonly Car[]).map((one) => one.id.split(':').at(-1));

  it('finds the entities of all (§4.3.6.2)', async () => {
    await put('hamburg', car('h'));
    await put('leipzig', car('l'));
    await put('munich', car('m'));
    const answer = await ask('/entities?type=Vehicle&count=true');
    expect(idsOf(answer.json())).toEqual(['h', 'l', 'm']);
    expect(answer.headers['ngsild-results-count']).toBe('3');
    expect(answer.headers).not.toHaveProperty('ngsild-warning');
    expect(idsOf((await ask('/entities?type=Vehicle&local=true')).json())).toEqual(['h']);
  });

  it('merges the parts of one entity: the most recently observed instance counts (§4.5.5)', async () => {
    await put(
      'hamburg',
      car('1', { speed: property(50, { observedAt: '2026-01-01T10:00:00Z' }), own: property(1) }),
    );
    await put('leipzig', car('1', { speed: property(60, { observedAt: '2026-01-01T11:00:00Z' }) }));
    await put('munich', car('1', { speed: property(9, { datasetId: 'urn:gps' }), place: property('M') }));
    const entity = (await ask(`/entities/${id}`)).json() as Record<string, unknown>;
    expect(entity).toMatchObject({ own: { value: 1 }, place: { value: 'M' } });
    expect(entity['speed']).toEqual([
      { type: 'Property', value: 60, observedAt: '2026-01-01T11:00:00Z' },
      { type: 'Property', value: 9, datasetId: 'urn:gps' },
    ]);
    expect((await ask('/entities?type=Vehicle&options=keyValues&pick=id,place')).json()).toEqual([
      { id, place: 'M' },
    ]);
  });

  it('takes the most recently modified one where nothing was observed', async () => {
    await put('leipzig', car('1', { speed: property(1) }));
    cities.broker('munich').clock.advance(1000);
    await put('munich', car('1', { speed: property(2) }));
    expect((await ask(`/entities/${id}?options=keyValues`)).json()).toMatchObject({ speed: 2 });
  });

  it('answers without a city that is down, and says so (§6.3.17)', async () => {
    await put('munich', car('m'));
    cities.answerFor('leipzig', isDown);
    const answer = await ask('/entities?type=Vehicle');
    expect([answer.status, idsOf(answer.json())]).toEqual([200, ['m']]);
    expect(answer.headers['ngsild-warning']).toEqual([
      '199 leipzig.example "urn:ngsi-ld:ContextSourceRegistration:leipzig: it cannot be reached"',
    ]);
    expect((await ask(`/entities/${id}`)).headers['ngsild-warning']).toHaveLength(1);
  });

  it.each([
    [answers(403), '299'],
    [answers(500, 'no'), '299'],
    [answers(200, [{ id: 'no id' }]), '111'],
    [answers(200, 'text'), '111'],
  ])('warns of an answer that is of no use', async (answering, code) => {
    cities.answerFor('leipzig', answering);
    const answer = await ask('/entities?type=Vehicle');
    expect(answer.json()).toEqual([]);
    expect(String(answer.headers['ngsild-warning'])).toMatch(new RegExp(`^${code} leipzig`, 'u'));
    const retrieved = await ask(`/entities/${id}`);
    expect([retrieved.status, String(retrieved.headers['ngsild-warning']).slice(0, 3)]).toEqual([404, code]);
  });

  it('does not warn of a source that has nothing', async () => {
    cities.answerFor('leipzig', answers(404));
    expect((await ask(`/entities/${id}`)).headers).not.toHaveProperty('ngsild-warning');
  });

  it('pages through all sources, each part at its place (§6.3.10)', async () => {
    for (const name of ['a', 'b', 'c']) await put('hamburg', car(name, { own: property(name) }));
    for (const name of ['d', 'c', 'e']) await put('leipzig', car(name, { their: property(name) }));
    const seen: unknown[] = [];
    for (let offset = 0; offset < 6; offset += 2) {
      const answer = await ask(`/entities?type=Vehicle&limit=2&offset=${String(offset)}`);
      seen.push(...(answer.json() as unknown[]));
      expect(String(answer.headers['link']).includes('rel="next"')).toBe(offset < 4);
    }
    expect(idsOf(seen)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(seen[2]).toMatchObject({ own: { value: 'c' }, their: { value: 'c' } });
  });

  it('gets the parts that another source has further behind', async () => {
    await put('hamburg', car('z', { own: property(1) }));
    for (const name of ['a', 'b', 'c', 'z']) await put('leipzig', car(name, { their: property(name) }));
    const [first] = (await ask('/entities?type=Vehicle&limit=1')).json() as unknown[];
    expect(first).toMatchObject({ id: car('z').id, own: { value: 1 }, their: { value: 'z' } });
  });

  it('forwards filters; with splitEntities it applies them to what was merged (§5.7.2.4)', async () => {
    await put('hamburg', car('1', { brand: property('VW') }));
    await put('leipzig', car('1', { speed: property(60) }));
    expect((await ask('/entities?type=Vehicle&q=speed>50')).json()).toHaveLength(1);
    expect(cities.sentTo('leipzig').at(-1)).toContain('q=speed>50');
    expect((await ask('/entities?type=Vehicle&q=speed>50;brand=="VW"')).json()).toEqual([]);
    const split = await ask(
      '/entities?type=Vehicle&q=speed>50;brand=="VW"&splitEntities=true&options=keyValues',
    );
    expect(split.json()).toEqual([{ id, type: 'Vehicle', brand: 'VW', speed: 60 }]);
    expect(cities.sentTo('leipzig').at(-1)).not.toContain('q=');
    const query = {
      type: 'Query',
      entities: [{ type: 'Vehicle' }],
      q: 'speed>50;brand=="VW"',
      splitEntities: true,
    };
    expect(
      (await cities.broker('hamburg').call('POST', '/entityOperations/query', query)).json(),
    ).toHaveLength(1);
  });

  it('asks in the names of the request, which sources understand by their own (§5.5.7)', async () => {
    const vehicle = linkTo('https://example.org/vehicle.jsonld');
    await cities.register('hamburg', 'leipzig2', {
      endpoint: 'https://leipzig.example/',
      information: [{ entities: [{ type: 'https://example.org/Vehicle' }] }],
    });
    const body = { id, type: 'Vehicle', speed: property(7) };
    await cities.broker('leipzig').call('POST', '/entities', body, vehicle);
    expect((await ask('/entities?type=Vehicle', vehicle)).json()).toEqual([body]);
    expect(cities.sentTo('leipzig').at(-1)).toContain('type=Vehicle');
    expect((await ask('/entities?type=https://example.org/Vehicle&options=keyValues')).json()).toEqual([
      { id, type: 'https://example.org/Vehicle', 'https://example.org/speed': 7 },
    ]);
  });

  it('refuses to order what comes from several sources (§4.23)', async () => {
    expect((await ask('/entities?type=Vehicle&orderBy=speed')).status).toBe(400);
    expect((await ask('/entities?type=Vehicle&orderBy=speed&local=true')).status).toBe(200);
    expect((await ask('/entities?type=Boat&orderBy=speed')).status).toBe(200);
  });

  it('refuses what is invalid before it asks anybody', async () => {
    for (const path of [
      '/entities?type=Vehicle&options=pretty',
      '/entities?type=Vehicle&q=(',
      `/entities/${id}?options=pretty`,
      '/entities?type=Vehicle&csf=(',
      '/entities?type=Vehicle&splitEntities=maybe',
    ])
      expect((await ask(path)).status).toBe(400);
    expect((await ask('/entities?type=Vehicle&offset=10000')).status).toBe(403);
    expect(cities.sent).toEqual([]);
  });

  it('asks only sources that a context source filter selects (csf, §4.9)', async () => {
    await put('leipzig', car('l'));
    const filter = (endpoint: string) => `/entities?type=Vehicle&csf=endpoint=="${endpoint}"`;
    expect((await ask(filter('https://leipzig.example'))).json()).toHaveLength(1);
    expect((await ask(filter('https://elsewhere.example'))).json()).toEqual([]);
    expect(cities.sentTo('munich')).toEqual([]);
  });

  it('does not go round in circles (§6.3.18)', async () => {
    await cities.register('leipzig', 'hamburg');
    await put('leipzig', car('l'));
    await put('hamburg', car('h'));
    expect(idsOf((await ask('/entities?type=Vehicle')).json())).toEqual(['h', 'l']);
    expect(cities.sent.map(({ headers }) => headers['Via'])).toEqual([
      '1.1 hamburg.example',
      '1.1 hamburg.example',
      '1.1 hamburg.example, 1.1 leipzig.example',
    ]);
  });

  it('does not ask a source that the request has passed, if its alias is known (§6.3.18)', async () => {
    await cities.register('leipzig', 'hamburg', { contextSourceAlias: 'hamburg.example' });
    await ask('/entities?type=Vehicle');
    expect(cities.sentTo('hamburg')).toEqual([]);
  });
});
