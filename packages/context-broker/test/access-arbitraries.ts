import * as fc from 'fast-check';
import type { AttributeInstance, Entity } from '../src/entities/entity.ts';
import type {
  Comparison,
  EntityQuery,
  GeoQuery,
  QueryNode,
  QueryValue,
} from '../src/query-language/query.ts';
import { compilePattern } from '../src/query-language/safe-pattern.ts';
import { entity, instance, location, testContext } from './query-arbitraries.ts';

/** Queries and entities that meet often, at the borders of one way to find a query by an entity. */
export interface Aim {
  readonly name: string;
  readonly queries: fc.Arbitrary<Partial<EntityQuery>>;
  readonly entities: fc.Arbitrary<Entity>;
}

const [a, b, s] = ['a', 'b', 's'].map((name) => testContext.expand(name)) as [string, string, string];
const other = testContext.expand('operationSpace');
const system = (name: string): string => `https://uri.etsi.org/ngsi-ld/${name}`;

const compare = (names: readonly string[], trailing: readonly string[] = []) => {
  const path = { names, trailing };
  return (operator: Comparison, value: QueryValue): QueryNode => ({ kind: 'compare', path, operator, value });
};

const combined = (terms: fc.Arbitrary<QueryNode>): fc.Arbitrary<QueryNode> =>
  fc.oneof(
    { weight: 3, arbitrary: terms },
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      children: fc.array(terms, { minLength: 1, maxLength: 3 }),
    }),
    fc.tuple(terms, terms, terms).map(([one, two, three]) => ({
      kind: 'and' as const,
      children: [one, { kind: 'or' as const, children: [two, three] }],
    })),
  );

const texts = [
  'x',
  '1',
  'true',
  '',
  '12:30',
  '2026-01-01T00:00:00Z',
  '2026-01-01T00:00:00,000Z',
  '2026-01-01',
];
const numbers = [0, -0, 1, -1, 1e-12, -1e-12, 1 + 1e-12, 2, 1e300, -1e300, Number.MAX_VALUE, 5e-324, 2 ** 53];
const instants = [
  '2026-01-01T00:00:00Z',
  '2026-01-01T00:00:00.000Z',
  '2026-01-01T00:00:00,001Z',
  '2025-12-31T23:59:59.999Z',
  '2026-01-01',
  '0001-01-01T00:00:00Z',
];

const numeric = fc.constantFrom(...numbers).map((value) => ({ kind: 'number', value }) as const);
const textual = fc
  .tuple(fc.constantFrom('text' as const, 'uri' as const), fc.constantFrom(...texts))
  .map(([kind, value]) => ({ kind, value }));
const timed = fc
  .constantFrom(...instants, '12:30', '12:30:00')
  .map((value) => ({ kind: 'time', value }) as const);
const single: fc.Arbitrary<QueryValue> = fc.oneof(
  numeric,
  textual,
  timed,
  fc.boolean().map((value) => ({ kind: 'boolean', value }) as const),
);
const ranges: fc.Arbitrary<QueryValue> = fc
  .oneof(fc.tuple(numeric, numeric), fc.tuple(timed, timed), fc.tuple(single, single))
  .map(([from, to]) => ({ kind: 'range', from, to }));
const lists: fc.Arbitrary<QueryValue> = fc
  .array(fc.oneof(single, ranges), { minLength: 1, maxLength: 3 })
  .map((values) => ({ kind: 'list', values }));

const scalars = fc.oneof(
  fc.constantFrom(...texts, ...instants),
  fc.constantFrom(...numbers),
  fc.boolean(),
  fc.constant(null),
);
const values = fc.oneof(
  { weight: 4, arbitrary: scalars },
  fc.array(scalars, { maxLength: 3 }),
  fc.array(fc.array(scalars, { maxLength: 2 }), { maxLength: 2 }),
  fc.record({ '@value': scalars, '@type': fc.constant('DateTime') }),
  fc.record({ de: scalars }),
);

const datasets = fc.constantFrom({}, { datasetId: 'urn:d:1' }, { datasetId: 'x' });
const measured = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...numbers, ...instants) },
  { weight: 1, arbitrary: values },
);

const plainInstances: fc.Arbitrary<AttributeInstance> = fc
  .tuple(
    values,
    fc.constantFrom('Property' as const, 'Relationship' as const, 'JsonProperty' as const),
    datasets,
  )
  .map(([value, kind, dataset]) => instance(value, { kind, ...dataset }));

const ids = fc.constantFrom(
  'urn:a:1',
  'urn:a:10',
  'urn:ab',
  'urn:aa:1',
  'urn:',
  'urn:ä',
  'urn:😀x',
  'x:urn:a.b',
  'a/b',
);
const types = fc.subarray(
  ['T', 'U'].map((name) => testContext.expand(name)),
  { minLength: 1 },
);

const having = (attributes: fc.Arbitrary<Entity['attributes']>): fc.Arbitrary<Entity> =>
  fc.record({ id: ids, types, attributes }).map(({ attributes: held, ...more }) => entity(held, more));

const instancesOf = (one: fc.Arbitrary<AttributeInstance>): fc.Arbitrary<Entity['attributes']> =>
  fc.dictionary(fc.constantFrom(a, b), fc.array(one, { minLength: 1, maxLength: 2 }), { minKeys: 1 });

const equalities: Aim = {
  name: 'equal values',
  queries: combined(
    fc
      .tuple(
        fc.constantFrom(a, b),
        fc.constantFrom('==' as const, '==' as const, '!=' as const),
        fc.oneof(single, lists),
      )
      .map(([name, operator, value]) => compare([name])(operator, value)),
  ).map((q) => ({ q })),
  entities: having(instancesOf(plainInstances)),
};

const orders = fc.constantFrom('<' as const, '<=' as const, '>' as const, '>=' as const);
const thresholds: Aim = {
  name: 'ranges of numbers and times',
  queries: combined(
    fc
      .tuple(
        fc.constantFrom(a, b),
        fc.oneof(
          fc.tuple(orders, fc.oneof({ weight: 3, arbitrary: fc.oneof(numeric, timed) }, single)),
          fc.tuple(fc.constant('==' as const), ranges),
        ),
      )
      .map(([name, [operator, value]]) => compare([name])(operator, value)),
  ).map((q) => ({ q })),
  entities: having(
    instancesOf(
      fc.oneof(
        measured.map((value) => instance(value)),
        plainInstances,
      ),
    ),
  ),
};

const longitudes = fc.oneof(
  fc.constantFrom(-180, 180, 179.9999, -179.9999, 0, 7, 7.001, 7.1),
  fc.double({ min: 6.99, max: 7.02, noNaN: true }),
);
const latitudes = fc.oneof(
  fc.constantFrom(-90, 90, 89.5, 0, 51, 51.001, 51.1),
  fc.double({ min: 50.99, max: 51.02, noNaN: true }),
);
const positions = fc.tuple(longitudes, latitudes);
const boxes = fc.tuple(positions, positions).map(([[west, south], [east, north]]) => [
  [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ],
]);
const geometries = fc.oneof(
  { weight: 3, arbitrary: positions.map((coordinates) => ({ type: 'Point', coordinates })) },
  { weight: 2, arbitrary: boxes.map((coordinates) => ({ type: 'Polygon', coordinates })) },
  fc
    .array(positions, { minLength: 2, maxLength: 4 })
    .map((coordinates) => ({ type: 'LineString', coordinates })),
  fc
    .array(positions, { minLength: 1, maxLength: 3 })
    .map((coordinates) => ({ type: 'MultiPoint', coordinates })),
  fc
    .array(boxes, { minLength: 1, maxLength: 2 })
    .map((coordinates) => ({ type: 'MultiPolygon', coordinates })),
);
const metres = fc.oneof(fc.constantFrom(0, 50, 112, 20_100_000), fc.integer({ min: 0, max: 3_000_000 }));
const geoproperty = fc.constantFrom(location, location, other);
const geos: fc.Arbitrary<GeoQuery> = fc.oneof(
  fc.record(
    {
      relation: fc.constant('near' as const),
      maxDistance: metres,
      minDistance: fc.constantFrom(0, 60),
      geometry: geometries,
      geoproperty,
    },
    { requiredKeys: ['relation', 'maxDistance', 'geometry', 'geoproperty'] },
  ),
  fc.record({
    relation: fc.constantFrom(
      ...(['near', 'within', 'contains', 'overlaps', 'intersects', 'equals', 'disjoint'] as const),
    ),
    geometry: geometries,
    geoproperty,
  }),
);
const somewhere = fc.oneof(
  { weight: 8, arbitrary: geometries },
  fc.constantFrom<unknown>('nowhere', null, { type: 'Point', coordinates: [7, 95] }, { type: 'Point' }),
);
const places: Aim = {
  name: 'places',
  queries: geos.map((geo) => ({ geo })),
  entities: having(
    fc.dictionary(
      fc.constantFrom(location, location, other, a),
      fc.array(
        somewhere.map((value) => instance(value, { kind: 'GeoProperty' })),
        { minLength: 1, maxLength: 2 },
      ),
    ),
  ),
};

const pieces = [
  'urn',
  ':',
  'a',
  'b',
  'ä',
  '😀',
  'x',
  '1',
  '\\.',
  '\\/',
  '\\d',
  '\\u0061',
  '[ab]',
  '.',
  '(a|b)',
  '(?:a)',
];
const quantifiers = ['', '', '', '*', '+', '?', '{0,2}', '{2}', '*?', '{0}'];
const isValid = (pattern: string): boolean => {
  try {
    compilePattern(pattern, 'idPattern');
    return true;
  } catch {
    return false;
  }
};
const branches = fc
  .tuple(
    fc.constantFrom('^', '^', '^', '', '^^', '(?i)^'),
    fc.constantFrom('urn:', 'urn:', 'urn:a', ''),
    fc.array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom(...quantifiers)), { maxLength: 3 }),
    fc.constantFrom('', '', '$', '.*', '.*$'),
  )
  .map(([start, known, parts, end]) => start + known + parts.map((part) => part.join('')).join('') + end);
const patterns: Aim = {
  name: 'beginnings of ids',
  queries: fc
    .oneof(
      { weight: 4, arbitrary: branches },
      fc.tuple(branches, branches).map((both) => both.join('|')),
    )
    .filter(isValid)
    .map((idPattern) => ({ idPattern })),
  entities: having(fc.constant({ [a]: [instance(1)] })),
};

const deepPaths = [
  compare([a], ['de']),
  compare([a], ['*']),
  compare([a]),
  compare([a, s]),
  compare([a, s], ['de']),
  ...['datasetId', 'observedAt', 'createdAt', 'unitCode'].map((name) => compare([a, system(name)])),
  compare([system('createdAt')]),
  compare([system('modifiedAt')]),
  compare([system('datasetId')]),
];
const nested: Aim = {
  name: 'languages, data sets and attributes of attributes',
  queries: combined(
    fc
      .tuple(
        fc.constantFrom(...deepPaths),
        fc.oneof(
          fc.tuple(fc.constantFrom('==' as const, '!=' as const), fc.oneof(single, lists)),
          fc.tuple(orders, timed),
          fc.constant(['==' as const, { kind: 'text' as const, value: 'urn:d:1' }] as const),
        ),
      )
      .map(([make, [operator, value]]) => make(operator, value)),
  ).map((q) => ({ q })),
  entities: having(
    fc.dictionary(
      fc.constantFrom(a, system('createdAt')),
      fc.array(
        fc.oneof(
          fc
            .tuple(fc.dictionary(fc.constantFrom('de', 'en'), fc.oneof(scalars, fc.array(scalars))), datasets)
            .map(([value, dataset]) => instance(value, { kind: 'LanguageProperty', ...dataset })),
          fc
            .tuple(values, fc.constantFrom(...instants), datasets, fc.array(plainInstances, { maxLength: 2 }))
            .map(([value, observedAt, dataset, subs]) =>
              instance(value, { observedAt, unitCode: 'x', ...dataset, sub: { [s]: subs } }),
            ),
        ),
        { minLength: 1, maxLength: 2 },
      ),
      { minKeys: 1 },
    ),
  ),
};

/** Where entities differ in more than one thing that a query asks for. */
const mixed: Aim = {
  name: 'several at once',
  queries: fc
    .tuple(equalities.queries, places.queries, patterns.queries, fc.subarray([0, 1, 2], { minLength: 2 }))
    .map(
      ([q, geo, pattern, chosen]) =>
        Object.assign({}, ...chosen.map((n) => [q, geo, pattern][n])) as Partial<EntityQuery>,
    ),
  entities: fc
    .tuple(equalities.entities, places.entities)
    .map(([one, two]) => ({ ...one, attributes: { ...two.attributes, ...one.attributes } })),
};

export const aims: readonly Aim[] = [equalities, thresholds, places, patterns, nested, mixed];
