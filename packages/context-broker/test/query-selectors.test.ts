import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { federate, type Federation } from './federation.ts';

type Json = Readonly<Record<string, unknown>>;

const id = (type: string, name: string): string => `urn:ngsi-ld:${type}:${name}`;
/** One tram with its id, and any bench. */
const entities = [{ id: id('Tram', '1'), type: 'Tram' }, { type: 'Bench' }];

describe('Selectors of a Query that differ in id and type (§5.2.23)', () => {
  let cities: Federation;
  beforeEach(async () => {
    cities = federate('hamburg', 'leipzig', 'munich');
    for (const [city, type, name] of [
      ['hamburg', 'Tram', '2'],
      ['hamburg', 'Bench', 'a'],
      ['leipzig', 'Tram', '1'],
      ['leipzig', 'Tram', '3'],
      ['leipzig', 'Bench', 'b'],
    ] as const)
      await cities.broker(city).call('POST', '/entities', { id: id(type, name), type, colour: 'red' });
  });
  afterEach(() => cities.remove());

  const registerBoth = (members: Json = {}) =>
    cities.register('hamburg', 'leipzig', {
      information: [{ entities: [{ type: 'Tram' }, { type: 'Bench' }] }],
      ...members,
    });
  const post = async (path: string, body: Json, headers = {}) => {
    const answer = await cities.broker('hamburg').call('POST', path, { type: 'Query', ...body }, headers);
    const ids = (answer.json() as Json[]).map((entity) => entity['id']);
    return { status: answer.status, ids: ids.toSorted(), headers: answer.headers };
  };
  const expected = [id('Bench', 'a'), id('Bench', 'b'), id('Tram', '1')];

  it.each([{}, { operations: ['queryBatch'] }])('hold for what sources tell (%j)', async (members) => {
    await registerBoth(members);
    expect((await post('/entityOperations/query', { entities })).ids).toEqual(expected);
    const split = await post('/entityOperations/query', {
      entities,
      q: 'colour=="red"',
      splitEntities: true,
    });
    expect(split.ids).toEqual(expected);
  });

  it('decide which sources are asked', async () => {
    const trams = { information: [{ entities: [{ type: 'Tram', id: id('Tram', '3') }] }] };
    await cities.register('hamburg', 'leipzig', trams);
    const { ids } = await post('/entityOperations/query', { entities });
    expect([ids, cities.sent]).toEqual([[id('Bench', 'a')], []]);
  });

  it('hold for entity maps', async () => {
    await registerBoth();
    const made = await post('/entityOperations/query', { entities, entityMap: true });
    expect([made.status, made.ids]).toEqual([201, expected]);
    const map = String(made.headers['ngsild-entitymap']);
    const again = await post('/entityOperations/query', { entities }, { 'ngsild-entitymap': map });
    expect([again.status, again.ids]).toEqual([200, expected]);
    const shown = (await cities.broker('hamburg').get(map.replace('/ngsi-ld/v1', ''))) as Json;
    expect(Object.keys(shown['entityMap'] as Json).toSorted()).toEqual(expected);
    const query = { type: 'Query', entities };
    const only = (await cities.broker('hamburg').call('POST', '/entityMaps', query)).json() as Json;
    expect(Object.keys(only['entityMap'] as Json).toSorted()).toEqual(expected);
    expect(cities.sentTo('leipzig').join()).not.toContain('/entityMaps');
  });

  it('hold for the past, here and at sources', async () => {
    const temporalQ = { timerel: 'after', timeAt: '2026-01-01T00:00:00Z', timeproperty: 'createdAt' };
    const past = { entities, temporalQ };
    expect((await post('/temporal/entityOperations/query', past)).ids).toEqual([id('Bench', 'a')]);
    await registerBoth({ operations: ['queryTemporal'] });
    expect((await post('/temporal/entityOperations/query', past)).ids).toEqual(expected);
  });

  it('hold for snapshots', async () => {
    await registerBoth();
    const hamburg = cities.broker('hamburg');
    const snapshot = id('Snapshot', '1');
    const snapshotQueries = [{ type: 'Query', entities }];
    await hamburg.call('POST', '/snapshots', { id: snapshot, type: 'Snapshot', snapshotQueries });
    const status = async () => ((await hamburg.get(`/snapshots/${snapshot}`)) as Json)['snapshotStatus'];
    await expect.poll(status).toBe('success');
    const kept = await hamburg.get('/entities?type=Tram,Bench', { 'ngsild-snapshot': snapshot });
    expect((kept as Json[]).map((entity) => entity['id']).toSorted()).toEqual(expected);
  });
});
