import { badRequest, invalidRequest, type ErrorCase, type ErrorTable } from './error-table.ts';
import { projectionErrors, selectionErrors } from './fragments.ts';
import { here } from './world.ts';

const type = 'type=OffStreetParking';
const query = { type: 'Query', entities: [{ type: 'OffStreetParking' }] };

const tooWide = (path: string): readonly ErrorCase[] => [
  badRequest('nothing is asked for (§5.7.2.4)', { path }),
  badRequest('only ids are asked for (§5.7.2.4)', { path: `${path}?id=${here}` }),
  badRequest('only what the system writes is asked for (§5.7.2.4)', { path: `${path}?q=createdAt>1` }),
];

const linkErrors = [
  badRequest('pick follows links without join (§5.7.2.4)', { query: 'pick=owner{name}' }),
  badRequest('q follows links without join (§5.7.2.4)', { query: 'q=owner{name=="a"}' }),
  badRequest('q follows links deeper than joinLevel (§5.7.2.4)', {
    query: 'join=inline&joinLevel=1&q=owner{boss{name=="a"}}',
  }),
  badRequest('join is unknown (§4.5.23)', { query: 'join=around' }),
  badRequest('geometryProperty comes without GeoJSON (§5.7.2.4)', { query: 'geometryProperty=location' }),
];

const orderErrors = [
  badRequest('the way of ordering is unknown (§4.23)', { query: 'local=true&orderBy=availableSpots;up' }),
  badRequest('order by distance has no location (§5.7.2.4)', {
    query: 'local=true&orderBy=location;dist-asc',
  }),
  badRequest('the location to order by is none (§5.7.2.4)', {
    query: 'local=true&orderBy=location;dist-asc&orderFrom=here',
  }),
  badRequest('the collation does not exist (§5.7.2.4)', { query: 'local=true&orderBy=owner&collation=0' }),
];

/** Members of a Query that are wrong (§5.2.23, §5.2.33, §5.2.13). */
export const queryBodyErrors = (valid: object): readonly ErrorCase[] =>
  (
    [
      ['it is of another type (§5.2.23)', { type: 'Question' }],
      ['a member is unknown (§5.2.23)', { colour: 'red' }],
      ['entities are no list (§5.2.23)', { entities: {} }],
      ['the list of entities is empty (§5.2.23)', { entities: [] }],
      ['a selector has no type (§5.2.33)', { entities: [{ id: here }] }],
      ['a selector has an id that is no URI (§5.2.33)', { entities: [{ type: 'Car', id: 'me' }] }],
      ['a selector has a pattern that is none (§5.2.33)', { entities: [{ type: 'Car', idPattern: '(' }] }],
      ['q is not well formed (§4.9)', { q: 'speed>>5' }],
      ['q is no text (§5.2.23)', { q: 5 }],
      ['scopeQ is not well formed (§4.19)', { scopeQ: '/a//' }],
      ['geoQ is no object (§5.2.13)', { geoQ: 'near' }],
      ['geoQ has no geometry (§5.2.13)', { geoQ: { georel: 'within' } }],
      ['pick is no list of texts (§5.2.23)', { pick: [5] }],
      ['datasetId is no URI (§4.5.5)', { datasetId: ['camera'] }],
    ] as const
  ).map(([when, more]) => badRequest(when, { body: { ...valid, ...more } }));

/** Query and purge entities (§5.7.2, §5.6.21). */
export const queryTables: readonly ErrorTable[] = [
  {
    operation: 'Query Entities',
    clauses: ['5.7.2', '6.4.3.2'],
    method: 'GET',
    route: '/entities',
    valid: { path: `/entities?${type}`, status: 200 },
    common: ['context', 'acceptGeo', 'tenant', 'paging'],
    cases: [
      ...tooWide('/entities'),
      ...selectionErrors('/entities'),
      ...projectionErrors,
      ...linkErrors,
      ...orderErrors,
      badRequest('splitEntities is neither true nor false (§6.4.3.2)', { query: 'splitEntities=perhaps' }),
      badRequest('entityMapLifetime is no duration (§6.4.3.2)', {
        query: 'entityMap=true&entityMapLifetime=long',
      }),
    ],
  },
  {
    operation: 'Purge Entities',
    clauses: ['5.6.21', '6.4.3.3'],
    method: 'DELETE',
    route: '/entities',
    valid: { path: `/entities?${type}&local=true`, status: 204 },
    common: ['context', 'tenant'],
    cases: [
      ...tooWide('/entities'),
      ...selectionErrors('/entities'),
      badRequest('q follows links (§5.6.21.4)', { query: 'q=owner{name=="a"}' }),
      badRequest('keep comes with drop (§6.4.3.3)', { query: 'keep=owner&drop=location' }),
      badRequest('drop names no attribute (§6.4.3.3)', { query: 'drop=a%20b' }),
    ],
  },
  {
    operation: 'Query Entities by POST',
    clauses: ['5.7.2', '6.23.3.1'],
    method: 'POST',
    route: '/entityOperations/query',
    valid: { path: '/entityOperations/query', body: query, status: 200 },
    common: ['object', 'context', 'acceptGeo', 'tenant', 'paging'],
    cases: [
      badRequest('nothing is asked for (§5.7.2.4)', { body: { type: 'Query' } }),
      ...queryBodyErrors(query),
      badRequest('there is a temporalQ (§5.2.23)', {
        body: { ...query, temporalQ: { timerel: 'before', timeAt: '2026-01-01T00:00:00Z' } },
      }),
      badRequest('geometryProperty comes without GeoJSON (§5.7.2.4)', { query: 'geometryProperty=location' }),
      invalidRequest('options are unknown (§6.3.20)', { query: 'options=colourful' }),
      invalidRequest('the format is unknown (§6.3.7)', { query: 'format=colourful' }),
    ],
  },
];
