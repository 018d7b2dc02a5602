import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkTo, startBroker, type BrokerUnderTest } from './broker-under-test.ts';

const id = 'urn:ngsi-ld:Museum:1';
const core = 'https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.9.jsonld';
const context = {
  name: 'https://a.example/name',
  Museum: 'https://a.example/Museum',
  old: 'https://a.example/old',
};

let broker: BrokerUnderTest;
type Json = Readonly<Record<string, unknown>>;

const kinds: readonly (readonly [
  kind: string,
  clause: string,
  normalized: Json,
  concise: unknown,
  simplified: unknown,
])[] = [
  ['Property', '§4.5.2', { type: 'Property', value: 5 }, 5, 5],
  [
    'Relationship',
    '§4.5.3',
    { type: 'Relationship', object: ['urn:a:1', 'urn:a:2'] },
    { object: ['urn:a:1', 'urn:a:2'] },
    ['urn:a:1', 'urn:a:2'],
  ],
  [
    'GeoProperty',
    '§4.7.3',
    { type: 'GeoProperty', value: { type: 'Point', coordinates: [7, 52] } },
    { type: 'Point', coordinates: [7, 52] },
    { type: 'Point', coordinates: [7, 52] },
  ],
  [
    'LanguageProperty',
    '§4.5.18',
    { type: 'LanguageProperty', languageMap: { de: 'Rad', en: ['bike', 'bicycle'] } },
    { languageMap: { de: 'Rad', en: ['bike', 'bicycle'] } },
    { languageMap: { de: 'Rad', en: ['bike', 'bicycle'] } },
  ],
  [
    'VocabProperty',
    '§4.5.20',
    { type: 'VocabProperty', vocab: 'open' },
    { vocab: 'open' },
    { vocab: 'open' },
  ],
  [
    'ListProperty',
    '§4.5.21',
    { type: 'ListProperty', valueList: [1, [2], 3] },
    { valueList: [1, [2], 3] },
    [1, [2], 3],
  ],
  [
    'ListRelationship',
    '§4.5.22',
    { type: 'ListRelationship', objectList: [{ object: 'urn:a:2' }, { object: 'urn:a:1' }] },
    { objectList: [{ object: 'urn:a:2' }, { object: 'urn:a:1' }] },
    ['urn:a:2', 'urn:a:1'],
  ],
  [
    'JsonProperty',
    '§4.5.24',
    { type: 'JsonProperty', json: { name: null, deep: [{ a: 1 }] } },
    { json: { name: null, deep: [{ a: 1 }] } },
    { json: { name: null, deep: [{ a: 1 }] } },
  ],
];

beforeAll(async () => {
  broker = startBroker();
  const attributes = kinds.map(([kind, , normalized]) => [kind, normalized]);
  const created = await broker.call('POST', '/entities', {
    id,
    type: 'Museum',
    ...(Object.fromEntries(attributes) as Json),
  });
  if (created.status !== 201) throw new Error(created.text);
});
afterAll(() => broker.remove());

const shown = async (query: string): Promise<Json> => (await broker.get(`/entities/${id}?${query}`)) as Json;

describe('Representations of attributes', () => {
  it.each(kinds)(
    '%s: normalized, concise and simplified (%s)',
    async (...[kind, , normalized, concise, simplified]) => {
      expect((await shown('format=normalized'))[kind]).toEqual(normalized);
      expect((await shown('format=concise'))[kind]).toEqual(concise);
      expect((await shown('format=simplified'))[kind]).toEqual(simplified);
    },
  );

  it.each(kinds)(
    '%s: what is written concisely is kept as normalized (%s)',
    async (...[kind, , normalized, concise]) => {
      const other = `urn:ngsi-ld:Museum:${kind}`;
      const body = { id: other, type: 'Museum', [kind]: concise };
      expect((await broker.call('POST', '/entities', body)).status).toBe(201);
      expect(await broker.get(`/entities/${other}`)).toMatchObject({ [kind]: normalized });
    },
  );

  it('are read in simplified GeoJSON as well (§4.5.17)', async () => {
    const geo = { accept: 'application/geo+json', prefer: 'body=json' };
    const answer = await broker.call(
      'GET',
      `/entities/${id}?format=simplified&geometryProperty=GeoProperty`,
      undefined,
      geo,
    );
    expect(answer.json()).toMatchObject({
      id,
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [7, 52] },
      properties: { type: 'Museum', Property: 5, Relationship: ['urn:a:1', 'urn:a:2'] },
    });
  });

  it('hold any Unicode text (§4.6.1, §4.6.4)', async () => {
    const name = 'Zoo 🐘 Grüße <a href="x">"\\\u2028\u0007';
    await broker.call('PATCH', `/entities/${id}`, { sign: { type: 'Property', value: name } });
    expect(await shown('pick=sign&format=simplified')).toEqual({ sign: name });
  });

  it.each([
    ['Point', [7, 52]],
    [
      'MultiPoint',
      [
        [7, 52],
        [8, 53],
      ],
    ],
    [
      'LineString',
      [
        [7, 52],
        [8, 53],
      ],
    ],
    [
      'MultiLineString',
      [
        [
          [7, 52],
          [8, 53],
        ],
      ],
    ],
    [
      'Polygon',
      [
        [
          [7, 52],
          [8, 52],
          [8, 53],
          [7, 52],
        ],
      ],
    ],
    [
      'MultiPolygon',
      [
        [
          [
            [7, 52],
            [8, 52],
            [8, 53],
            [7, 52],
          ],
        ],
      ],
    ],
  ])('hold a %s (§4.7.1)', async (type, coordinates) => {
    const place = { type: 'GeoProperty', value: { type, coordinates } };
    expect((await broker.call('PATCH', `/entities/${id}`, { place })).status).toBe(204);
    expect(await shown('pick=place')).toEqual({ place });
    await broker.call('DELETE', `/entities/${id}/attrs/place`);
  });

  it('hold a geometry that is written as a text, for the sake of JSON-LD (§4.7.2)', async () => {
    const value = '{"type":"Point","coordinates":[7,52]}';
    const place = { type: 'GeoProperty', value };
    expect((await broker.call('PATCH', `/entities/${id}`, { place })).status).toBe(204);
    expect(await shown('pick=place')).toEqual({
      place: { type: 'GeoProperty', value: { type: 'Point', coordinates: [7, 52] } },
    });
    await broker.call('DELETE', `/entities/${id}/attrs/place`);
  });

  it.each(['de', 'de-CH', 'en-GB', 'zh-Hant-TW', '@none'])(
    'name texts by the language %s (§4.6.5)',
    async (tag) => {
      const title = { type: 'LanguageProperty', languageMap: { [tag]: 'x' } };
      expect((await broker.call('PATCH', `/entities/${id}`, { title })).status).toBe(204);
      await broker.call('DELETE', `/entities/${id}/attrs/title`);
    },
  );

  it.each(['not a tag', 'd', 'de_DE', ''])('refuse texts of the language "%s" (§4.6.5)', async (tag) => {
    const title = { type: 'LanguageProperty', languageMap: { [tag]: 'x' } };
    expect((await broker.call('PATCH', `/entities/${id}`, { title })).status).toBe(400);
  });

  it('name units, types of values and of targets, and signatures (§5.2.5, §5.2.6)', async () => {
    const speed = {
      type: 'Property',
      value: 5,
      unitCode: 'KMH',
      valueType: 'Speed',
      ngsildproof: {
        type: 'Property',
        value: { proofValue: 'z1' },
        entityIdSealed: id,
        entityTypeSealed: 'Museum',
      },
    };
    const partner = { type: 'Relationship', object: 'urn:a:1', objectType: ['Museum', 'Zoo'] };
    expect((await broker.call('PATCH', `/entities/${id}`, { speed, partner })).status).toBe(204);
    expect(await shown('pick=speed,partner')).toEqual({ speed, partner });
  });
});

describe('Entities of several types (§4.16)', () => {
  it('are found by each of them, keep them all, and get more by updates', async () => {
    const both = 'urn:ngsi-ld:Museum:both';
    await broker.call('POST', '/entities', { id: both, type: ['Museum', 'Landmark'] });
    await broker.call('POST', `/entities/${both}/attrs`, { type: 'Cafe', seats: 5 });
    expect(await broker.get(`/entities/${both}?pick=type`)).toEqual({ type: ['Museum', 'Landmark', 'Cafe'] });
    for (const type of ['Landmark', 'Cafe', '(Museum;Cafe)']) {
      expect(await broker.get(`/entities?type=${type}&pick=id&id=${both}`)).toEqual([{ id: both }]);
    }
  });
});

describe('Contexts of users and the core (§4.4)', () => {
  const ldJson = { 'content-type': 'application/ld+json' };

  it('expand by the user context, the core context goes before it wherever it stands (§5.5.5, §5.5.7)', async () => {
    const other = 'urn:ngsi-ld:Museum:context';
    const stolen = { ...context, location: 'https://evil.example/location' };
    const location = { type: 'Point', coordinates: [7, 52] };
    await broker.call(
      'POST',
      '/entities',
      { id: other, type: 'Museum', name: 'x', other: 1, location, '@context': [core, stolen] },
      ldJson,
    );
    expect(await broker.get(`/entities/${other}?format=simplified`)).toEqual({
      id: other,
      type: 'https://a.example/Museum',
      'https://a.example/name': 'x',
      other: 1,
      location,
    });
  });

  it('come with answers in application/ld+json, user context and core (§5.2.3)', async () => {
    const vehicle = 'https://example.org/vehicle.jsonld';
    const headers = { ...linkTo(vehicle), accept: 'application/ld+json' };
    expect(await broker.get(`/entities/${id}?pick=id`, headers)).toMatchObject({
      '@context': [vehicle, expect.stringContaining('ngsi-ld-core-context')],
    });
    expect(
      await broker.get(`/entities?type=Museum&pick=id&id=${id}`, { accept: 'application/ld+json' }),
    ).toMatchObject([{ '@context': expect.stringContaining('ngsi-ld-core-context') as string }]);
  });
});

describe('Local scope (§5.5.13)', () => {
  it('needs no further restriction, and is no parameter that is misunderstood', async () => {
    const all = (await broker.get('/entities?local=true&pick=id')) as Json[];
    expect(all.length).toBeGreaterThan(1);
    expect((await broker.call('GET', '/entities?local=false&pick=id')).status).toBe(400);
    expect((await broker.call('DELETE', '/entities?local=yes')).status).toBe(400);
    expect((await broker.call('GET', '/types?local=')).status).toBe(400);
  });
});

describe('Types and attributes that are registered only (§5.7.11)', () => {
  it('are those of local entities when the scope is local', async () => {
    await broker.call('POST', '/csourceRegistrations', {
      type: 'ContextSourceRegistration',
      information: [{ entities: [{ type: 'Ship' }], propertyNames: ['draught'] }],
      endpoint: 'https://ships.example',
    });
    expect(((await broker.get('/types?local=true')) as { typeList: string[] }).typeList).not.toContain(
      'Ship',
    );
    expect((await broker.call('GET', '/types/Ship?local=true')).status).toBe(404);
  });
});

describe('Profiles of versions (§6.3.21)', () => {
  it('are taken beside the context, and change nothing', async () => {
    const link = '<https://uri.etsi.org/ngsi-ld/profile/version>; rel="profile"; profile="1.6"';
    const body = { id: 'urn:ngsi-ld:Museum:profile', type: 'Museum', name: { type: 'Property', value: 'x' } };
    expect((await broker.call('POST', '/entities', body, { link })).status).toBe(201);
    const withContext = `${link}, ${linkTo('https://example.org/vehicle.jsonld').link ?? ''}`;
    const vehicle = { id: 'urn:ngsi-ld:Vehicle:profile', type: 'Vehicle' };
    expect((await broker.call('POST', '/entities', vehicle, { link: withContext })).status).toBe(201);
    expect(await broker.get(`/entities/${vehicle.id}`)).toMatchObject({
      type: 'https://example.org/Vehicle',
    });
  });
});
