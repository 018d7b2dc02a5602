import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';

const id = 'urn:ngsi-ld:Building:1';
let broker: BrokerUnderTest;
beforeEach(async () => {
  broker = startBroker();
  await broker.call('POST', '/entities', {
    id,
    type: 'Building',
    name: { languageMap: { de: 'Dom' } },
    use: { vocab: 'public', source: { vocab: 'survey' } },
    raw: [{ json: { type: 'VocabProperty' } }, { json: { a: 1 }, datasetId: 'urn:d:1' }],
    steps: { valueList: [1, 2] },
    near: { objectList: ['urn:a:1', 'urn:a:2'] },
    location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [7, 51] } },
  });
});
afterEach(() => broker.remove());

const ask = (path: string, prefer?: string) =>
  broker.call('GET', path, undefined, prefer === undefined ? {} : { prefer });

describe('Prefer: ngsi-ld=1.x (§4.3.6.8, §6.3.6)', () => {
  it('gives kinds of attributes that the version does not have as those that it has, with 203', async () => {
    const answer = await ask(`/entities/${id}`, 'ngsi-ld=1.5');
    expect(answer.status).toBe(203);
    expect(answer.headers['preference-applied']).toBe('ngsi-ld=1.5');
    expect(answer.json()).toMatchObject({
      name: { type: 'LanguageProperty', languageMap: { de: 'Dom' } },
      use: { type: 'Property', value: 'public', source: { type: 'Property', value: 'survey' } },
      raw: [
        { type: 'Property', value: { type: 'VocabProperty' } },
        { type: 'Property', value: { a: 1 }, datasetId: 'urn:d:1' },
      ],
      steps: { type: 'Property', value: [1, 2] },
      near: { type: 'Relationship', object: ['urn:a:1', 'urn:a:2'] },
      location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [7, 51] } },
    });
    const list = await ask('/entities?type=Building', 'ngsi-ld=1.3');
    expect(list.status).toBe(203);
    expect(list.json()).toMatchObject([{ name: { type: 'Property', value: { de: 'Dom' } } }]);
  });

  it('leaves what the version knows as it is', async () => {
    const [native, preferred] = [await ask(`/entities/${id}`), await ask(`/entities/${id}`, 'ngsi-ld=1.9')];
    expect(preferred.json()).toEqual(native.json());
    expect(preferred).toMatchObject({ status: 200, headers: { 'preference-applied': 'ngsi-ld=1.9' } });
    const types = await ask('/types', 'ngsi-ld=1.0');
    expect(types).toMatchObject({ status: 200, headers: { 'preference-applied': 'ngsi-ld=1.0' } });
  });

  it.each([
    'NGSI-LD=1.8',
    'ngsi-ld="1.8"',
    'ngsi-ld=1.8;q=0.1',
    'respond-async, ngsi-ld=1.8',
    'ngsi-ld=1.8.1',
  ])('understands %s (RFC 7240)', async (prefer) => {
    expect((await ask('/types', prefer)).headers['preference-applied']).toBe('ngsi-ld=1.8');
  });

  it.each(['respond-async', 'ngsi-ld=2.0', 'ngsi-ld=1.12', 'ngsi-ld'])(
    'does not apply %s',
    async (prefer) => {
      const answer = await ask(`/entities/${id}`, prefer);
      expect(answer.status).toBe(200);
      expect(answer.headers).not.toHaveProperty('preference-applied');
    },
  );
});
