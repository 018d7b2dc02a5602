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
});
