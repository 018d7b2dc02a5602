import type { CompiledContext } from '@allmende/jsonld';
import * as fc from 'fast-check';
import type { AttributeInstance, Entity } from '../src/entities/entity.ts';
import type {
  EntityQuery,
  GeoQuery,
  QueryNode,
  QueryValue,
  ScopeQuery,
} from '../src/query-language/query.ts';

export const testContext: CompiledContext = {
  source: undefined,
  hasCore: true,
  expand: (term) =>
    term.includes(':')
      ? term
      : ['location', 'observedAt', 'createdAt', 'modifiedAt', 'unitCode'].includes(term)
        ? `https://uri.etsi.org/ngsi-ld/${term}`
        : `https://uri.etsi.org/ngsi-ld/default-context/${term}`,
  compact: (iri) => iri.replace(/^https:\/\/uri\.etsi\.org\/ngsi-ld\/(?:default-context\/)?/u, ''),
};

const at = '2026-01-01T00:00:00.000Z';
export const location = testContext.expand('location');
const names = ['a', 'b', 'c'].map((name) => testContext.expand(name));
const types = ['T', 'U', 'V'].map((name) => testContext.expand(name));

export const instance = (value: unknown, more: Partial<AttributeInstance> = {}): AttributeInstance => ({
  kind: 'Property',
  value,
  createdAt: at,
  modifiedAt: at,
  ...more,
});

export const entity = (attributes: Entity['attributes'], more: Partial<Entity> = {}): Entity => ({
  id: 'urn:ngsi-ld:T:1',
  types: [testContext.expand('T')],
  createdAt: at,
  modifiedAt: at,
  attributes,
  ...more,
});

const texts = fc.constantFrom('', 'x', 'xy', 'Größe', 'X', '1', 'true', '2026-01-01T00:00:00Z', 'a"b', "o'x");
const numbers = fc.constantFrom(0, 1, 2, 3.5, -1, 1e300, 9007199254740992, 0.1);
const scalars = fc.oneof(texts, numbers, fc.boolean(), fc.constant('2026-01-02'), fc.constant(null));
const point = fc.record({
  type: fc.constant('Point'),
  coordinates: fc.tuple(
    fc.double({ min: 6, max: 7, noNaN: true }),
    fc.double({ min: 50, max: 51, noNaN: true }),
  ),
});
const times = fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z');

const instances: fc.Arbitrary<AttributeInstance> = fc.oneof(
  fc
    .oneof(
      scalars,
      fc.array(scalars, { maxLength: 3 }),
      fc.record({ '@value': scalars }),
      fc.record({ deep: scalars }),
    )
    .map((value) => instance(value)),
  fc
    .dictionary(fc.constantFrom('de', 'en'), fc.oneof(texts, fc.array(texts, { maxLength: 2 })))
    .map((value) => instance(value, { kind: 'LanguageProperty' })),
  fc
    .tuple(scalars, scalars, times)
    .map(([value, sub, observedAt]) =>
      instance(value, { observedAt, sub: { [testContext.expand('s')]: [instance(sub)] } }),
    ),
);

export const entities: fc.Arbitrary<Entity> = fc
  .record({
    id: fc.constantFrom('urn:e:1', 'urn:e:2', 'urn:f:3'),
    types: fc.subarray(types, { minLength: 1 }),
    scopes: fc.option(fc.subarray(['/a', '/a/b', '/c/d/e']), { nil: undefined }),
    attributes: fc.dictionary(fc.constantFrom(...names), fc.array(instances, { minLength: 1, maxLength: 2 })),
    point: fc.option(point, { nil: undefined }),
  })
  .map(({ point: value, attributes, scopes, ...rest }) =>
    entity(
      value === undefined
        ? attributes
        : { ...attributes, [location]: [instance(value, { kind: 'GeoProperty' })] },
      {
        ...rest,
        ...(scopes === undefined ? {} : { scopes }),
      },
    ),
  );

const simpleValues: fc.Arbitrary<QueryValue> = fc.oneof(
  numbers.map((value) => ({ kind: 'number', value }) as const),
  texts.map((value) => ({ kind: 'text', value }) as const),
  fc.boolean().map((value) => ({ kind: 'boolean', value }) as const),
  fc.constantFrom('2026-01-01', '2026-01-01T00:00:00Z').map((value) => ({ kind: 'time', value }) as const),
);

const equalityValues: fc.Arbitrary<QueryValue> = fc.oneof(
  simpleValues,
  fc.tuple(numbers, numbers).map(
    ([from, to]) =>
      ({
        kind: 'range',
        from: { kind: 'number', value: from },
        to: { kind: 'number', value: to },
      }) as const,
  ),
  fc.array(simpleValues, { minLength: 2, maxLength: 3 }).map((values) => ({ kind: 'list', values }) as const),
);

const paths = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .constantFrom(...names)
      .map((name) => ({ names: [name], trailing: [] as readonly string[] })),
  },
  fc.constantFrom(
    { names: [names[0] ?? '', testContext.expand('s')], trailing: [] },
    { names: [names[0] ?? '', testContext.expand('observedAt')], trailing: [] },
    { names: [testContext.expand('createdAt')], trailing: [] },
    { names: [names[1] ?? ''], trailing: ['deep'] },
    { names: [names[1] ?? ''], trailing: ['de'] },
    { names: [names[1] ?? ''], trailing: ['*'] },
  ),
);

const terms: fc.Arbitrary<QueryNode> = fc.oneof(
  paths.map((path) => ({ kind: 'exists', path }) as const),
  paths.map((path) => ({ kind: 'absent', path }) as const),
  fc.record({
    kind: fc.constant('compare' as const),
    path: paths,
    operator: fc.constantFrom('==' as const, '!=' as const),
    value: equalityValues,
  }),
  fc.record({
    kind: fc.constant('compare' as const),
    path: paths,
    operator: fc.constantFrom('<' as const, '<=' as const, '>' as const, '>=' as const),
    value: simpleValues,
  }),
  fc.record({
    kind: fc.constant('compare' as const),
    path: paths,
    operator: fc.constantFrom('~=' as const, '!~=' as const),
    value: fc.constantFrom('x', '^x', 'ö', '.+').map((value) => ({ kind: 'text', value }) as const),
  }),
);

export const nodes: fc.Arbitrary<QueryNode> = fc.oneof(
  { weight: 3, arbitrary: terms },
  fc.record({
    kind: fc.constantFrom('and' as const, 'or' as const),
    children: fc.array(terms, { minLength: 2, maxLength: 3 }),
  }),
);

const scopes: fc.Arbitrary<ScopeQuery> = fc.record({
  kind: fc.constant('scope' as const),
  segments: fc.constantFrom(['a'], ['a', '+'], ['c'], []),
  subtree: fc.boolean(),
});

const square = (x: number, y: number, size: number): unknown => [
  [
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
    [x, y],
  ],
];

const corner = fc.tuple(
  fc.double({ min: 6, max: 7, noNaN: true }),
  fc.double({ min: 50, max: 51, noNaN: true }),
);

const geos: fc.Arbitrary<GeoQuery> = fc.oneof(
  fc.record({
    relation: fc.constant('near' as const),
    maxDistance: fc.integer({ min: 0, max: 80_000 }),
    geometry: point,
    geoproperty: fc.constant(location),
  }),
  fc.record({
    relation: fc.constant('near' as const),
    minDistance: fc.integer({ min: 0, max: 80_000 }),
    geometry: point,
    geoproperty: fc.constant(location),
  }),
  fc.record({
    relation: fc.constantFrom(
      'within' as const,
      'intersects' as const,
      'disjoint' as const,
      'contains' as const,
      'equals' as const,
    ),
    geometry: corner.map(([x, y]) => ({ type: 'Polygon', coordinates: square(x, y, 0.5) })),
    geoproperty: fc.constant(location),
  }),
);

export const queries: fc.Arbitrary<EntityQuery> = fc.record(
  {
    limit: fc.constant(1000),
    offset: fc.constant(0),
    ids: fc.subarray(['urn:e:1', 'urn:f:3']),
    idPattern: fc.constantFrom('^urn:e', '3$', 'zzz'),
    types: fc.array(fc.subarray(types, { minLength: 1 }), { minLength: 1, maxLength: 2 }),
    attributes: fc.subarray(names, { minLength: 1 }),
    q: nodes,
    scopeQ: scopes,
    geo: geos,
  },
  { requiredKeys: ['limit', 'offset'] },
);

/** Queries with only a q expression, so that single comparisons are tried often. */
export const nodeQueries: fc.Arbitrary<EntityQuery> = nodes.map((q) => ({ q, limit: 1000, offset: 0 }));
