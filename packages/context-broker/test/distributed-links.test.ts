import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { federate, isDown, type Federation } from './federation.ts';

type Json = Readonly<Record<string, unknown>>;
const car = 'urn:ngsi-ld:Vehicle:1';
const garage = 'urn:ngsi-ld:Garage:1';

describe('Linked entities that other sources hold (§4.5.23)', () => {
  let cities: Federation;
  beforeEach(async () => {
    cities = federate('hamburg', 'leipzig', 'munich');
    await cities.broker('hamburg').call('POST', '/entities', {
      id: car,
      type: 'Vehicle',
      isParkedIn: { type: 'Relationship', object: garage, objectType: 'Garage' },
    });
    await cities.broker('leipzig').call('POST', '/entities', { id: garage, type: 'Garage', free: 5 });
  });
  afterEach(() => cities.remove());

  const registerGarages = () =>
    cities.register('hamburg', 'leipzig', { information: [{ entities: [{ type: 'Garage' }] }] });
  const ask = async (path: string) => {
    const answer = await cities.broker('hamburg').call('GET', path);
    return { body: answer.json() as Json, warning: answer.headers['ngsild-warning'] };
  };
  const joined = { isParkedIn: { object: garage, entity: { id: garage, free: { value: 5 } } } };

  it('are within the entities that are here', async () => {
    await registerGarages();
    expect((await ask(`/entities/${car}?join=inline`)).body).toMatchObject(joined);
    expect((await ask('/entities?type=Vehicle&join=inline')).body).toMatchObject([joined]);
    const flat = (await ask('/entities?type=Vehicle&join=flat')).body as unknown as Json[];
    expect(flat.map(({ id }) => id)).toEqual([car, garage]);
    expect(cities.sentTo('leipzig').at(-1)).toBe(`GET /entities/${garage}?options=sysAttrs`);
  });

  it('are within entities of a third source', async () => {
    await registerGarages();
    await cities.broker('munich').call('POST', '/entities', {
      id: 'urn:ngsi-ld:Vehicle:2',
      type: 'Vehicle',
      isParkedIn: { type: 'Relationship', object: garage },
    });
    await cities.register('hamburg', 'munich');
    const found = (await ask('/entities?type=Vehicle&join=inline')).body as unknown as Json[];
    expect(found).toMatchObject([joined, joined]);
  });

  it('are left out, with a warning, when their source is down', async () => {
    await registerGarages();
    cities.answerFor('leipzig', isDown);
    for (const path of [`/entities/${car}?join=inline`, '/entities?type=Vehicle&join=inline']) {
      const { body, warning } = await ask(path);
      expect(JSON.stringify(body)).not.toContain('free');
      expect(warning).toEqual([expect.stringContaining('cannot be reached')]);
    }
  });

  it('stay where they are with local=true, and without join', async () => {
    await registerGarages();
    await ask(`/entities/${car}?join=inline&local=true`);
    await ask('/entities?type=Vehicle');
    expect(cities.sent).toEqual([]);
  });

  describe('in conditions of q (§4.9, §5.7.2.4)', () => {
    const find = async (q: string, rest = '') => {
      const { body, warning } = await ask(
        `/entities?type=Vehicle&join=inline&options=keyValues&pick=id&q=${encodeURIComponent(q)}${rest}`,
      );
      return { ids: (body as unknown as Json[]).map(({ id }) => id), warning };
    };
    const other = 'urn:ngsi-ld:Vehicle:2';
    const parkAt = (city: string, id: string, object: string) =>
      cities
        .broker(city)
        .call('POST', '/entities', { id, type: 'Vehicle', isParkedIn: { type: 'Relationship', object } });

    it('are judged at their source, for entities that are here', async () => {
      await registerGarages();
      await parkAt('hamburg', other, 'urn:ngsi-ld:Garage:2');
      await cities.broker('leipzig').call('POST', '/entities', {
        id: 'urn:ngsi-ld:Garage:2',
        type: 'Garage',
        free: 0,
      });
      expect(await find('isParkedIn{free}>3')).toEqual({ ids: [car], warning: undefined });
      expect(cities.sentTo('leipzig').at(-1)).toContain('q=free>3');
      expect(await find('isParkedIn{Garage:free}==0')).toMatchObject({ ids: [other] });
      expect(await find('isParkedIn{Shed:free}==0')).toMatchObject({ ids: [] });
      expect(await find('isParkedIn{free}>3|isParkedIn{free}==0')).toMatchObject({ ids: [car, other] });
      const query = { type: 'Query', entities: [{ type: 'Vehicle' }], q: 'isParkedIn{free}>3', join: 'flat' };
      const posted = await cities.broker('hamburg').call('POST', '/entityOperations/query', query);
      expect((posted.json() as Json[]).map(({ id }) => id)).toEqual([car, garage]);
    });

    it('are judged for entities of a third source, which is not sent what it cannot tell', async () => {
      await registerGarages();
      await cities.register('hamburg', 'munich');
      await parkAt('munich', other, garage);
      await parkAt('munich', 'urn:ngsi-ld:Vehicle:3', 'urn:ngsi-ld:Garage:3');
      expect(await find('isParkedIn{free}>3')).toEqual({ ids: [car, other], warning: undefined });
      expect(await find('isParkedIn{free}>3', '&splitEntities=true')).toMatchObject({ ids: [car, other] });
      expect(cities.sentTo('munich').join()).not.toContain('isParkedIn');
    });

    it('follow links from source to source', async () => {
      await registerGarages();
      await cities.register('hamburg', 'munich', { information: [{ entities: [{ type: 'Firm' }] }] });
      const runBy = { type: 'Relationship', object: 'urn:ngsi-ld:Firm:1' };
      await cities.broker('leipzig').call('POST', `/entities/${garage}/attrs`, { runBy });
      await cities.broker('munich').call('POST', '/entities', {
        id: 'urn:ngsi-ld:Firm:1',
        type: 'Firm',
        name: 'Müller, "Söhne"',
      });
      const q = 'isParkedIn{runBy{name}}=="Müller, \\"Söhne\\""';
      expect(await find(q, '&joinLevel=2')).toEqual({ ids: [car], warning: undefined });
      const wrong = 'isParkedIn{runBy{name}}=="Meier"';
      expect(await find(wrong, '&joinLevel=2')).toMatchObject({ ids: [] });
    });

    it('are met by nothing, with a warning, while their source is down; here they are with local=true', async () => {
      await registerGarages();
      await cities
        .broker('hamburg')
        .call('POST', '/entities', { id: 'urn:ngsi-ld:Garage:2', type: 'Garage' });
      expect(await find('isParkedIn{free}>3', '&local=true')).toMatchObject({ ids: [] });
      expect(cities.sent).toEqual([]);
      cities.answerFor('leipzig', isDown);
      const { ids, warning } = await find('isParkedIn{free}>3');
      expect(ids).toEqual([]);
      expect(warning).toEqual([expect.stringContaining('cannot be reached')]);
    });

    it('are in snapshots as well (§5.16.1.4)', async () => {
      await registerGarages();
      const hamburg = cities.broker('hamburg');
      const query = { type: 'Query', entities: [{ type: 'Vehicle' }], join: 'inline' };
      const id = 'urn:ngsi-ld:Snapshot:1';
      const snapshotQueries = [
        { ...query, q: 'isParkedIn{free}>3' },
        { ...query, q: 'isParkedIn{free}>9' },
      ];
      await hamburg.call('POST', '/snapshots', { id, type: 'Snapshot', snapshotQueries });
      await expect
        .poll(async () => ((await hamburg.get(`/snapshots/${id}`)) as Json)['snapshotQueriesDetails'])
        .toEqual([{ resultStatus: 'success' }, { resultStatus: 'empty' }]);
    });
  });
});
