import * as fc from 'fast-check';

/** One valid body of each kind that the routes read. */
export const writingBodies = {
  entity: {
    id: 'urn:ngsi-ld:Victim:1',
    type: ['Victim', 'T'],
    scope: ['/a/b'],
    speed: {
      type: 'Property',
      value: 1,
      observedAt: '2026-03-01T12:00:00Z',
      unitCode: 'KMH',
      by: { value: 'x' },
    },
    many: [{ value: 1 }, { value: 2, datasetId: 'urn:d:1' }],
    location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [7.6, 51.9] } },
    near: { type: 'Relationship', object: ['urn:a:1'], objectType: 'T' },
    name: { type: 'LanguageProperty', languageMap: { de: 'Dom' } },
    kind: { type: 'VocabProperty', vocab: ['open'] },
    raw: { type: 'JsonProperty', json: { a: [null] } },
    list: { type: 'ListProperty', valueList: [1, [2]] },
    all: { type: 'ListRelationship', objectList: [{ object: 'urn:a:1' }] },
    '@context': ['https://example.org/vehicle.jsonld', { speed: 'https://example.org/speed' }],
  },
  attribute: { type: 'Property', value: 5, datasetId: 'urn:d:1', observedAt: '2026-03-01T12:00:00Z' },
  fragment: { speed: { value: 'urn:ngsi-ld:null' }, scope: 'urn:ngsi-ld:null', raw: { json: null } },
  query: {
    type: 'Query',
    entities: [{ type: 'Victim', id: 'urn:ngsi-ld:Victim:1', idPattern: '.*' }],
    q: 'speed>0;name[de]=="Dom"|speed.by~=x',
    scopeQ: '/a/#',
    attrs: ['speed'],
    geoQ: { georel: 'near;maxDistance==10', geometry: 'Point', coordinates: [7.6, 51.9] },
    temporalQ: {
      timerel: 'between',
      timeAt: '2026-03-01T12:00:00Z',
      endTimeAt: '2026-03-02T12:00:00Z',
      lastN: 3,
    },
  },
  subscription: {
    type: 'Subscription',
    entities: [{ type: 'Victim', idPattern: '.*' }],
    watchedAttributes: ['speed'],
    notificationTrigger: ['attributeUpdated'],
    q: 'speed>5',
    geoQ: { georel: 'within', geometry: 'Point', coordinates: [7.6, 51.9] },
    throttling: 5,
    expiresAt: '2027-01-01T00:00:00Z',
    notification: {
      attributes: ['speed'],
      format: 'concise',
      endpoint: { uri: 'http://127.0.0.1:9/', receiverInfo: [] },
    },
  },
  batch: [{ id: 'urn:ngsi-ld:Victim:1', type: 'Victim', speed: 3 }, 'urn:ngsi-ld:Victim:2'],
} as const;

/** Texts that parsers stumble over. */
export const nastyTexts = fc.constantFrom(
  '',
  ' ',
  '\u0000',
  '\ud800',
  '%00',
  '../../etc/passwd',
  "'; DROP TABLE entities; --",
  '"',
  '\\',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
  '@context',
  'urn:ngsi-ld:null',
  'urn:a:\u0000',
  'NaN',
  '1e999',
  '-0',
  '9'.repeat(400),
  'a'.repeat(9000),
  '('.repeat(300),
  '(a+)+$',
  '[[[',
  'a==1;'.repeat(50),
  'a[*]=="x"',
  'a~=(',
  '2026-03-01',
  '2026-03-01T12:00:00',
  '+275760-09-13T00:00:00.000Z',
  '9999-12-31T23:59:59Z',
  'P99999999Y',
  'PT0.0000001S',
  'near;maxDistance==99999999999999999999',
  '[1e308,-1e308]',
  '[[[0,0],[0,0],[0,0],[0,0]]]',
  '<>; rel="http://www.w3.org/ns/json-ld#context"',
  '<not an address>; rel="http://www.w3.org/ns/json-ld#context"',
  '<https://example.org/cyclic.jsonld>; rel="http://www.w3.org/ns/json-ld#context"',
  'application/*;q=abc,*/*;q=-1',
);

/** Any JSON, with nasty texts in the places of texts and names. */
export const nastyValues: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  nastyTexts,
  fc.dictionary(
    fc.oneof(nastyTexts, fc.constantFrom('id', 'type', 'value', 'a', '@context')),
    fc.oneof(fc.jsonValue(), nastyTexts),
  ),
);

/** The value with one part of it replaced by something else, or taken out. */
export const mutated = (value: unknown): fc.Arbitrary<unknown> => {
  if (typeof value !== 'object' || value === null) return nastyValues;
  const entries = Object.entries(value);
  if (entries.length === 0) return nastyValues;
  const changed = fc.nat(entries.length - 1).chain((index) => {
    const [name, member] = entries[index] ?? ['', undefined];
    const put = (next: unknown): unknown =>
      Array.isArray(value) ? value.with(index, next) : Object.fromEntries([...entries, [name, next]]);
    return fc.oneof(
      { weight: 3, arbitrary: fc.constant(member).chain(mutated).map(put) },
      fc.constant(put(undefined)),
    );
  });
  const extended = fc
    .tuple(nastyTexts, nastyValues)
    .map(([name, member]) =>
      Array.isArray(value) ? [...(value as unknown[]), member] : { ...value, [name]: member },
    );
  return fc.oneof({ weight: 4, arbitrary: changed }, extended, nastyValues);
};

/** The address under /ngsi-ld/v1 of a route, with an id in the place of its parameters. */
export const pathOf = (path: string, id: string): string =>
  path
    .replace('/ngsi-ld/v1', '')
    .replace(':id', encodeURIComponent(id.isWellFormed() ? id : 'x'))
    .replace(/:\w+/u, 'speed');
