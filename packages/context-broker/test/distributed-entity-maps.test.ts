import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answers, federate, isDown, type Federation } from './federation.ts';

type Json = Readonly<Record<string, unknown>>;
type Headers = Readonly<Record<string, string>>;

const car = (name: string): string => `urn:ngsi-ld:Vehicle:${name}`;
const csr = (city: string): string => `urn:ngsi-ld:ContextSourceRegistration:${city}`;
const pathOf = (location: unknown): string => String(location).replace('/ngsi-ld/v1', '');

let cities: Federation;
beforeEach(async () => {
  cities = federate('hamburg', 'leipzig', 'munich');
  for (const [city, name, speed] of [
    ['hamburg', 'a', 30],
    ['leipzig', 'b', 90],
    ['leipzig', 'c', 20],
    ['munich', 'd', 95],
  ] as const)
    await drive(city, name, speed);
});
afterEach(() => cities.remove());

const drive = async (city: string, name: string, speed: number) => {
  const entity = { id: car(name), type: 'Vehicle', speed };
  await cities.broker(city).call('POST', '/entityOperations/upsert', [entity]);
};
const ask = async (path: string, headers: Headers = {}) => {
  const answer = await cities.broker('hamburg').call('GET', path, undefined, headers);
  const { json, headers: told, status, text } = answer;
  return { status, told, text, map: told['ngsild-entitymap'], warning: told['ngsild-warning'], json };
};
const idsOf = (answer: { json(): unknown }) => (answer.json() as Json[]).map(({ id }) => id);
const through = (map: unknown): Headers => ({ 'ngsild-entitymap': String(map) });
const shown = async (map: unknown, city = 'hamburg') => (await cities.broker(city).get(pathOf(map))) as Json;
const noMaps = { operations: ['queryEntity', 'retrieveEntity'] };
const registerBoth = async (members: Json = {}) => {
  await cities.register('hamburg', 'leipzig', members);
  await cities.register('hamburg', 'munich', members);
};

describe('Entity maps over several sources (§4.3.6.7, §5.2.39, §5.14.4)', () => {
  it('tell which sources have an entity, and link the maps that these make themselves', async () => {
    await registerBoth();
    await drive('munich', 'b', 91);
    const made = await ask('/entityMaps?type=Vehicle&q=speed>25');
    expect(made.status).toBe(201);
    const body = made.json() as Json;
    expect(body['entityMap']).toEqual({
      [car('a')]: ['@none'],
      [car('b')]: [csr('leipzig'), csr('munich')],
      [car('d')]: [csr('munich')],
    });
    const linked = body['linkedMaps'] as Readonly<Record<string, string>>;
    expect(Object.keys(linked)).toEqual([csr('leipzig'), csr('munich')]);
    const theirs = await shown(`/entityMaps/${linked[csr('leipzig')] ?? ''}`, 'leipzig');
    expect(theirs['entityMap']).toEqual({ [car('b')]: ['@none'] });
    expect(await shown(made.map)).toEqual(body);
    expect(cities.sentTo('leipzig')).toEqual(['GET /entityMaps?type=Vehicle&q=speed>25']);
  });

  it('are paged through, and ask only the sources concerned (§5.5.9.3, §5.7.2.4)', async () => {
    await registerBoth();
    const first = await ask('/entities?type=Vehicle&entityMap=true&entityMapLifetime=PT5M&limit=1');
    expect(first.status).toBe(201);
    expect(idsOf(first)).toEqual([car('a')]);
    expect(String(first.told['link'])).not.toContain('entityMap');
    expect(cities.sentTo('leipzig')[0]).toContain('entityMapLifetime=PT5M');
    await drive('leipzig', 'new', 1);
    cities.sent.splice(0);
    const second = await ask('/entities?type=Vehicle&limit=1&offset=1&count=true', through(first.map));
    expect(second.status).toBe(200);
    expect([idsOf(second), second.map]).toEqual([[car('b')], first.map]);
    expect(second.told['ngsild-results-count']).toBe('4');
    const last = await ask('/entities?type=Vehicle&limit=1&offset=3', through(first.map));
    expect(idsOf(last)).toEqual([car('d')]);
    expect(String(last.told['link'])).not.toContain('next');
    expect(cities.sentTo('leipzig').every((path) => path.includes(car('b')))).toBe(true);
    expect(cities.sentTo('munich')).toEqual([
      `GET /entities?type=Vehicle&id=${car('d')}&limit=1&options=sysAttrs`,
    ]);
    const linked = (await shown(first.map))['linkedMaps'] as Json;
    const header = cities.sent.at(-1)?.headers['NGSILD-EntityMap'];
    expect(header).toBe(`/ngsi-ld/v1/entityMaps/${String(linked[csr('munich')])}`);
  });

  it('lose entities that are gone or do not fit any more, and fill pages (§5.5.9.3)', async () => {
    await registerBoth();
    const { map } = await ask('/entities?type=Vehicle&q=speed>10&entityMap=true');
    await cities.broker('leipzig').call('DELETE', `/entities/${car('b')}`);
    await drive('hamburg', 'a', 5);
    const page = await ask('/entities?type=Vehicle&q=speed>10&limit=1&count=true', through(map));
    expect(idsOf(page)).toEqual([car('c')]);
    expect(page.told['ngsild-results-count']).toBe('2');
    expect((await shown(map))['entityMap']).toEqual({
      [car('c')]: [csr('leipzig')],
      [car('d')]: [csr('munich')],
    });
    const next = await ask('/entities?type=Vehicle&q=speed>10&limit=1&offset=1', through(map));
    expect(idsOf(next)).toEqual([car('d')]);
    const both = `${car('a')},${car('d')}`;
    expect(idsOf(await ask(`/entities?type=Vehicle&id=${both}`, through(map)))).toEqual([car('d')]);
  });

  it('are made of what sources have that make none, or decline to (§5.5.14)', async () => {
    await cities.register('hamburg', 'leipzig', noMaps);
    await cities.register('hamburg', 'munich');
    cities.answerFor('munich', (request) =>
      request.address.includes('/entityMaps') ? { kind: 'answer', status: 404, body: undefined } : undefined,
    );
    const { map, warning } = await ask('/entities?type=Vehicle&entityMap=true');
    expect(warning).toBeUndefined();
    const told = await shown(map);
    expect(told['entityMap']).toEqual({
      [car('a')]: ['@none'],
      [car('b')]: [csr('leipzig')],
      [car('c')]: [csr('leipzig')],
      [car('d')]: [csr('munich')],
    });
    expect(told).not.toHaveProperty('linkedMaps');
    expect(cities.sentTo('leipzig').join()).not.toContain('/entityMaps');
    expect(cities.sent.every(({ headers }) => headers['NGSILD-EntityMap'] === undefined)).toBe(true);
  });

  it('leave out sources that are down, with a warning, and keep entities of those that fall silent', async () => {
    await registerBoth();
    const { map } = await ask('/entities?type=Vehicle&entityMap=true');
    cities.answerFor('leipzig', isDown);
    const made = await ask('/entityMaps?type=Vehicle');
    expect(made.status).toBe(201);
    expect(made.warning).toEqual([expect.stringContaining('cannot be reached')]);
    expect((made.json() as Json)['entityMap']).toEqual({
      [car('a')]: ['@none'],
      [car('d')]: [csr('munich')],
    });
    cities.sent.splice(0);
    const page = await ask('/entities?type=Vehicle&limit=2', through(map));
    expect(idsOf(page)).toEqual([car('a'), car('d')]);
    expect(page.warning).toEqual([expect.stringContaining('leipzig')]);
    expect(cities.sentTo('leipzig')).toHaveLength(1);
    expect((await shown(map))['entityMap']).toHaveProperty([car('b')]);
  });

  it('hold candidates of split entities, which are judged when they are whole (splitEntities)', async () => {
    await registerBoth();
    await cities.broker('munich').call('POST', '/entities', { id: car('b'), type: 'Vehicle', colour: 'red' });
    const query = '/entities?type=Vehicle&q=speed>80;colour=="red"&splitEntities=true';
    const made = await ask(`${query}&entityMap=true&count=true`);
    expect(idsOf(made)).toEqual([car('b')]);
    expect(made.told['ngsild-results-count']).toBe('1');
    expect((made.json() as Json[])[0]).toMatchObject({ speed: { value: 90 }, colour: { value: 'red' } });
    expect((await shown(made.map))['entityMap']).toEqual({ [car('b')]: [csr('leipzig'), csr('munich')] });
    expect(cities.sentTo('leipzig')[0]).toBe('GET /entityMaps?type=Vehicle&splitEntities=true');
    expect(idsOf(await ask(query, through(made.map)))).toEqual([car('b')]);
  });

  it('are made and used by POST, and by retrieval of one entity (§5.7.1.4)', async () => {
    await registerBoth();
    const hamburg = cities.broker('hamburg');
    const query = { type: 'Query', entities: [{ type: 'Vehicle' }], q: 'speed>80' };
    const posted = await hamburg.call('POST', '/entityOperations/query', { ...query, entityMap: true });
    expect([posted.status, idsOf(posted)]).toEqual([201, [car('b'), car('d')]]);
    const again = await hamburg.call(
      'POST',
      '/entityOperations/query',
      query,
      through(posted.headers['ngsild-entitymap']),
    );
    expect([again.status, idsOf(again)]).toEqual([200, [car('b'), car('d')]]);
    const one = await ask(`/entities/${car('d')}?entityMap=true`);
    expect(one.status).toBe(200);
    expect((await shown(one.map))['entityMap']).toEqual({ [car('d')]: [csr('munich')] });
    cities.sent.splice(0);
    expect((await ask(`/entities/${car('d')}`, through(one.map))).json()).toMatchObject({ id: car('d') });
    expect([cities.sentTo('leipzig'), cities.sentTo('munich')].map(({ length }) => length)).toEqual([0, 1]);
    const none = await ask(`/entities/${car('nowhere')}?entityMap=true`);
    expect([none.status, none.map]).toEqual([404, undefined]);
  });

  it('end, and are made anew when they are gone (§5.5.14)', async () => {
    await registerBoth();
    const { map } = await ask('/entities?type=Vehicle&entityMap=true&entityMapLifetime=PT5M');
    cities.broker('hamburg').clock.advance(300_000);
    const next = await ask('/entities?type=Vehicle', through(map));
    expect(next.status).toBe(201);
    expect(next.map).not.toBe(map);
    expect(idsOf(next)).toHaveLength(4);
    expect((await ask('/entities?type=Vehicle&local=true', through(next.map))).status).toBe(200);
    expect(Object.keys((await shown(next.map))['entityMap'] as Json)).toHaveLength(4);
  });

  it('tell sources when they get another end or are deleted (§5.14.2, §5.14.3)', async () => {
    await registerBoth({ operations: ['queryEntity', 'createEntityMapQueryEntity', 'updateEntityMap'] });
    const { map } = await ask('/entityMaps?type=Vehicle');
    const { linkedMaps } = await shown(map);
    const theirs = `/entityMaps/${(linkedMaps as Readonly<Record<string, string>>)[csr('leipzig')] ?? ''}`;
    const hamburg = cities.broker('hamburg');
    const expiresAt = '2026-03-01T20:00:00.000Z';
    const changed = await hamburg.call('PATCH', pathOf(map), { expiresAt });
    expect([changed.status, changed.headers['ngsild-warning']]).toEqual([204, undefined]);
    expect(await shown(theirs, 'leipzig')).toMatchObject({ expiresAt });
    expect(await shown(map)).toMatchObject({ expiresAt });
    expect((await hamburg.call('DELETE', pathOf(map))).status).toBe(204);
    // They do not offer that, so that it is left to them.
    expect(await shown(theirs, 'leipzig')).toMatchObject({ expiresAt });

    await hamburg.call('PATCH', `/csourceRegistrations/${csr('leipzig')}`, { operations: ['federationOps'] });
    const other = await ask('/entityMaps?type=Vehicle');
    const linked = (other.json() as Json)['linkedMaps'] as Readonly<Record<string, string>>;
    const theirOther = `/entityMaps/${linked[csr('leipzig')] ?? ''}`;
    cities.answerFor('munich', isDown);
    const removed = await hamburg.call('DELETE', pathOf(other.map));
    expect([removed.status, removed.headers['ngsild-warning']]).toEqual([204, undefined]);
    expect((await cities.broker('leipzig').call('GET', theirOther)).status).toBe(404);
    const third = await ask('/entityMaps?type=Vehicle');
    cities.answerFor('leipzig', isDown);
    const unheard = await hamburg.call('DELETE', pathOf(third.map));
    expect(unheard.headers['ngsild-warning']).toEqual([expect.stringContaining('leipzig')]);
    expect((await ask(pathOf(third.map))).status).toBe(404);
  });

  it('do not go round in circles (§6.3.18)', async () => {
    await cities.register('hamburg', 'leipzig');
    await cities.register('leipzig', 'hamburg');
    const { map } = await ask('/entities?type=Vehicle&entityMap=true');
    expect((await shown(map))['entityMap']).toMatchObject({
      [car('a')]: expect.arrayContaining(['@none']) as string[],
      [car('b')]: [csr('leipzig')],
    });
    expect(cities.sent.length).toBeLessThan(8);
  });

  it('refuse what a query refuses', async () => {
    await registerBoth();
    for (const path of [
      '/entityMaps',
      '/entityMaps?type=Vehicle&q=speed>',
      '/entityMaps?type=Vehicle&entityMapLifetime=long',
      '/entities?type=Vehicle&entityMap=true&orderBy=speed',
      '/temporal/entityMaps?type=Vehicle',
    ])
      expect((await ask(path)).status, path).toBe(400);
  });
});

describe('Entity maps of the past of several sources (§5.7.4.4, §5.14.5)', () => {
  const time = 'timerel=after&timeAt=2026-01-01T00:00:00Z';
  const temporal = { operations: ['queryTemporal', 'retrieveTemporal', 'createEntityMapQueryTemporal'] };
  const record = (city: string, name: string, value: number) => {
    const speed = { type: 'Property', value, observedAt: '2026-01-02T00:00:00Z' };
    const evolution = { id: car(name), type: 'Vehicle', speed };
    return cities.broker(city).call('POST', '/temporal/entities', evolution);
  };
  beforeEach(async () => {
    await record('leipzig', 'x', 7);
    await record('hamburg', 'w', 5);
    await record('munich', 'y', 9);
  });

  it('tell which sources know of an entity, and ask only these', async () => {
    await cities.register('hamburg', 'leipzig', temporal);
    await cities.register('hamburg', 'munich', { operations: ['queryTemporal'] });
    const made = await ask(`/temporal/entityMaps?type=Vehicle&${time}`);
    expect(made.status).toBe(201);
    const { entityMap, linkedMaps } = made.json() as Json;
    expect(entityMap).toEqual({
      [car('w')]: ['@none'],
      [car('x')]: [csr('leipzig')],
      [car('y')]: [csr('munich')],
    });
    expect(Object.keys(linkedMaps as Json)).toEqual([csr('leipzig')]);
    await record('leipzig', 'z', 1);
    cities.sent.splice(0);
    const page = await ask(`/temporal/entities?type=Vehicle&${time}&limit=1&offset=1`, through(made.map));
    expect(page.status).toBe(200);
    expect(page.json()).toMatchObject([{ id: car('x'), speed: [{ value: 7 }] }]);
    expect(String(page.told['link'])).toContain('offset=2');
    expect(cities.sentTo('leipzig')).toHaveLength(1);
    expect(cities.sent[0]?.headers['NGSILD-EntityMap']).toContain('/entityMaps/urn:');
    const rest = await ask(`/temporal/entities?type=Vehicle&${time}&offset=2&count=true`, through(made.map));
    expect(idsOf(rest)).toEqual([car('y')]);
    expect(rest.told['ngsild-results-count']).toBe('3');
  });

  it('are made with queries, by POST and for one entity as well; down sources are warned of', async () => {
    await cities.register('hamburg', 'leipzig', temporal);
    await cities.register('hamburg', 'munich', temporal);
    const made = await ask(`/temporal/entities?type=Vehicle&${time}&q=speed>6&entityMap=true`);
    expect([made.status, idsOf(made)]).toEqual([201, [car('x'), car('y')]]);
    const query = {
      type: 'Query',
      entities: [{ type: 'Vehicle' }],
      temporalQ: { timerel: 'after', timeAt: '2026-01-01T00:00:00Z' },
    };
    const hamburg = cities.broker('hamburg');
    const posted = await hamburg.call('POST', '/temporal/entityOperations/query', query, through(made.map));
    expect([posted.status, idsOf(posted)]).toEqual([200, [car('x'), car('y')]]);
    const one = await ask(`/temporal/entities/${car('x')}?${time}&entityMap=true`);
    expect((await shown(one.map))['entityMap']).toEqual({ [car('x')]: [csr('leipzig')] });
    cities.sent.splice(0);
    expect((await ask(`/temporal/entities/${car('x')}?${time}`, through(one.map))).status).toBe(200);
    expect(cities.sentTo('munich')).toEqual([]);
    cities.answerFor('munich', answers(500));
    const later = await ask(`/temporal/entities?type=Vehicle&${time}`, through(made.map));
    expect(idsOf(later)).toEqual([car('x')]);
    expect(later.warning).toEqual([expect.stringContaining('500')]);
  });
});
