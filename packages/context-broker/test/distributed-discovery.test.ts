import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkTo } from './broker-under-test.ts';
import { answers, federate, isDown, type Federation } from './federation.ts';

describe('types and attributes of all sources (§5.7.5–§5.7.10)', () => {
  let cities: Federation;
  beforeEach(async () => {
    cities = federate('hamburg', 'leipzig');
    await cities.register('hamburg', 'leipzig', { information: [{ entities: [{ type: '*' }] }] });
    const speed = { type: 'Property', value: 1 };
    const put = (city: string, entity: object) =>
      cities.broker(city).call('POST', '/entities?local=true', entity);
    await put('hamburg', { id: 'urn:h:1', type: 'Vehicle', speed });
    await put('leipzig', { id: 'urn:l:1', type: 'Vehicle', speed, colour: speed });
    await put('leipzig', { id: 'urn:l:2', type: 'Tram', line: speed });
  });
  afterEach(() => cities.remove());

  const ask = (path: string, headers?: Record<string, string>) =>
    cities.broker('hamburg').call('GET', path, undefined, headers);
  const json = async (path: string) => (await ask(path)).json();

  it('lists them', async () => {
    expect(await json('/types')).toMatchObject({ typeList: ['Tram', 'Vehicle'] });
    expect(await json('/attributes')).toMatchObject({ attributeList: ['colour', 'line', 'speed'] });
    expect(await json('/types?local=true')).toMatchObject({ typeList: ['Vehicle'] });
  });

  it('describes them', async () => {
    expect(await json('/types?details=true')).toMatchObject([
      { typeName: 'Vehicle', attributeNames: ['colour', 'speed'] },
      { typeName: 'Tram', attributeNames: ['line'] },
    ]);
    expect(await json('/attributes?details=true')).toMatchObject([
      { attributeName: 'speed', typeNames: ['Vehicle'] },
      { attributeName: 'colour' },
      { attributeName: 'line', typeNames: ['Tram'] },
    ]);
  });

  it('describes one, here or elsewhere', async () => {
    expect(await json('/types/Vehicle')).toMatchObject({
      entityCount: 2,
      attributeDetails: [{ attributeName: 'speed' }, { attributeName: 'colour' }],
    });
    expect(await json('/types/Tram')).toMatchObject({ entityCount: 1 });
    expect(await json('/attributes/line')).toMatchObject({ attributeCount: 1, attributeTypes: ['Property'] });
    expect((await ask('/types/Boat')).status).toBe(404);
  });

  it('warns of a source that is down, and has nothing from one that only answers queries', async () => {
    cities.answerFor('leipzig', isDown);
    for (const path of ['/types', '/types/Tram', '/attributes'])
      expect((await ask(path)).headers['ngsild-warning']).toHaveLength(1);
    cities.answerFor('leipzig', answers(404));
    expect((await ask('/types/Tram')).headers).not.toHaveProperty('ngsild-warning');
    await cities
      .broker('hamburg')
      .call('PATCH', '/csourceRegistrations/urn:ngsi-ld:ContextSourceRegistration:leipzig', {
        operations: ['retrieveOps'],
      });
    const before = cities.sent.length;
    expect(await json('/types')).toMatchObject({ typeList: ['Vehicle'] });
    expect(cities.sent).toHaveLength(before);
  });

  it('speaks in the names of the request', async () => {
    const vehicle = linkTo('https://example.org/vehicle.jsonld');
    const entity = { id: 'urn:l:3', type: 'https://example.org/Vehicle' };
    await cities.broker('leipzig').call('POST', '/entities', entity);
    const answer = await ask('/types', { ...vehicle, accept: 'application/ld+json' });
    expect(answer.json()).toMatchObject({
      '@context': expect.anything(),
      typeList: expect.arrayContaining(['Vehicle']),
    });
  });
});
