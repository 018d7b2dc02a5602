import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';

let broker: BrokerUnderTest;
beforeEach(async () => {
  broker = startBroker();
  for (const [name, speed] of [
    ['a', 30],
    ['b', 90],
    ['c', 95],
  ] as const)
    await broker.call('POST', '/entities', { id: car(name), type: 'Car', speed });
});
afterEach(() => broker.remove());

const car = (name: string): string => `urn:ngsi-ld:Car:${name}`;
type Found = Readonly<Record<string, unknown>>;
const ids = (answer: { json(): unknown }) => (answer.json() as Found[]).map(({ id }) => id);
const ask = (path: string, map?: string) =>
  broker.call('GET', path, undefined, map === undefined ? {} : { 'ngsild-entitymap': map });
const locationIn = (answer: { headers: unknown }): string =>
  String((answer.headers as Found)['ngsild-entitymap']);
/** Path of the map under /ngsi-ld/v1. */
const pathOf = (location: string): string => location.replace('/ngsi-ld/v1', '');
const sourcesOf = async (location: string) => ((await broker.get(pathOf(location))) as Found)['entityMap'];
const detailOf = (answer: { json(): unknown }) => (answer.json() as Found)['type'];

describe('Entity maps (§4.5.25, §5.5.14, §5.14)', () => {
  it('are made of a query: GET /entityMaps (§5.14.4)', async () => {
    const answer = await ask('/entityMaps?type=Car&q=speed>50');
    expect(answer.status).toBe(201);
    expect(answer.json()).toEqual({
      id: expect.stringMatching(/^urn:ngsi-ld:EntityMap:/u) as string,
      type: 'EntityMap',
      expiresAt: '2026-03-01T13:00:00.000Z',
      entityMap: { [car('b')]: ['@none'], [car('c')]: ['@none'] },
    });
    expect(await broker.get(pathOf(locationIn(answer)))).toEqual(answer.json());
    expect((await ask(`/entityMaps?id=${car('a')}`)).status).toBe(400);
    expect((await ask('/entityMaps?type=Car&entityMapLifetime=1hour')).status).toBe(400);
  });

  it('live as long as asked, but not longer than a day', async () => {
    const endOf = async (lifetime: string) =>
      ((await ask(`/entityMaps?type=Car&entityMapLifetime=${lifetime}`)).json() as Found)['expiresAt'];
    expect(await endOf('PT5M')).toBe('2026-03-01T12:05:00.000Z');
    expect(await endOf('P3650D')).toBe('2026-03-02T12:00:00.000Z');
  });

  it('are changed and deleted (§5.14.2, §5.14.3)', async () => {
    const path = pathOf(locationIn(await ask('/entityMaps?type=Car')));
    const injected = { expiresAt: '2099-01-01T00:00:00Z', entityMap: { 'urn:a:injected': ['@none'] } };
    expect((await broker.call('PATCH', path, injected)).status).toBe(204);
    expect(await broker.get(path)).toMatchObject({ expiresAt: '2026-03-02T12:00:00.000Z' });
    expect(await sourcesOf(path)).not.toHaveProperty('urn:a:injected');
    expect((await broker.call('PATCH', path, { expiresAt: 'tomorrow' })).status).toBe(400);
    expect((await broker.call('PATCH', path, [])).status).toBe(400);
    expect((await broker.call('PATCH', path, {})).status).toBe(204);
    expect((await broker.call('DELETE', path)).status).toBe(204);
    for (const method of ['GET', 'DELETE'] as const) {
      const answer = await broker.call(method, path);
      expect(answer.status).toBe(404);
      expect(detailOf(answer)).toContain('ResourceNotFound');
    }
    expect((await ask('/entityMaps/not%20a%20uri')).status).toBe(400);
  });

  it('are gone when they expire, and belong to their tenant', async () => {
    const path = pathOf(locationIn(await ask('/entityMaps?type=Car')));
    await broker.call('POST', '/entities', { id: car('x'), type: 'Car' }, { 'ngsild-tenant': 'bonn' });
    expect((await broker.call('GET', path, undefined, { 'ngsild-tenant': 'bonn' })).status).toBe(404);
    broker.clock.advance(3_600_000);
    expect((await ask(path)).status).toBe(404);
  });

  it('fix what queries go through, page by page (§5.5.9.3)', async () => {
    const first = await ask('/entities?type=Car&entityMap=true&limit=1');
    expect(first.status).toBe(201);
    expect(ids(first)).toEqual([car('a')]);
    const map = locationIn(first);
    await broker.call('POST', '/entities', { id: car('aa'), type: 'Car', speed: 1 });
    const page = await ask('/entities?type=Car&limit=2&count=true', map);
    expect(page.status).toBe(200);
    expect(ids(page)).toEqual([car('a'), car('b')]);
    expect(page.headers).toMatchObject({ 'ngsild-entitymap': map, 'ngsild-results-count': '3' });
    expect(String(page.headers['link'])).toContain('offset=2');
    expect(String(page.headers['link'])).not.toContain('Car:');
    await broker.call('DELETE', `/entities/${car('b')}`);
    expect(ids(await ask('/entities?type=Car&pick=id,speed', map))).toEqual([car('a'), car('c')]);
    expect(await sourcesOf(map)).toEqual({ [car('a')]: ['@none'], [car('c')]: ['@none'] });
    expect(ids(await ask(`/entities?type=Car&id=${car('a')},${car('aa')}`, map))).toEqual([car('a')]);
    const query = { type: 'Query', entities: [{ type: 'Car' }] };
    const posted = await broker.call('POST', '/entityOperations/query', query, { 'ngsild-entitymap': map });
    expect(ids(posted)).toEqual([car('a'), car('c')]);
  });

  it('are made when an entity is retrieved, and made anew for one that is gone (§5.7.1.4)', async () => {
    const answer = await ask(`/entities/${car('a')}?entityMap=true`);
    expect(answer.status).toBe(200);
    expect(await sourcesOf(locationIn(answer))).toEqual({ [car('a')]: ['@none'] });
    const gone = await ask(`/entities/${car('a')}`, 'urn:ngsi-ld:EntityMap:gone');
    expect(locationIn(gone)).not.toContain('gone');
    const again = await ask(`/entities/${car('a')}`, locationIn(gone));
    expect(locationIn(again)).toBe(locationIn(gone));
    expect((await ask(`/entities/${car('a')}?entityMap=false`)).headers).not.toHaveProperty(
      'ngsild-entitymap',
    );
    expect((await ask('/entities?type=Car&entityMap=perhaps')).status).toBe(400);
  });

  it('are made of the temporal evolution (§5.14.5, §5.7.4.4)', async () => {
    const time = 'timerel=after&timeAt=2026-01-01T00:00:00Z&timeproperty=createdAt';
    expect((await ask('/temporal/entityMaps?type=Car')).status).toBe(400);
    const made = await ask(`/temporal/entityMaps?type=Car&q=speed>50&${time}`);
    expect((made.json() as Found)['entityMap']).toEqual({ [car('b')]: ['@none'], [car('c')]: ['@none'] });
    const path = `/temporal/entities?type=Car&${time}`;
    expect(ids(await ask(path, locationIn(made)))).toEqual([car('b'), car('c')]);
    const one = await ask(`/temporal/entities/${car('a')}?${time}&entityMap=true`);
    expect(one.status).toBe(200);
    expect(await sourcesOf(locationIn(one))).toEqual({ [car('a')]: ['@none'] });
    expect((await ask(path, 'urn:ngsi-ld:EntityMap:gone')).status).toBe(201);
  });
});
