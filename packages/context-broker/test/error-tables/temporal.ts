import { badRequest, invalidRequest, notFound, type ErrorCase, type ErrorTable } from './error-table.ts';
import { projectionErrors, selectionErrors } from './fragments.ts';
import { queryBodyErrors } from './queries.ts';
import { absent, here } from './world.ts';

const before = 'timerel=before&timeAt=2100-01-01T00:00:00Z';
const ofType = `/temporal/entities?type=OffStreetParking`;
const spots = { type: 'Property', value: 3, observedAt: '2026-02-01T00:00:00Z' };
const past = { id: 'urn:ngsi-ld:OffStreetParking:Past', type: 'OffStreetParking', availableSpots: [spots] };
const query = {
  type: 'Query',
  entities: [{ type: 'OffStreetParking' }],
  temporalQ: { timerel: 'before', timeAt: '2100-01-01T00:00:00Z' },
};

const aggregationErrors = [
  badRequest('aggregated values come without a method (§4.5.19)', { query: 'format=aggregatedValues' }),
  badRequest('the method of aggregation is unknown (§4.5.19)', {
    query: 'format=aggregatedValues&aggrMethods=mode',
  }),
  badRequest('the period of aggregation is no duration (§4.5.19)', {
    query: 'format=aggregatedValues&aggrMethods=avg&aggrPeriodDuration=long',
  }),
  badRequest('two forms are asked for (§6.3.12)', { query: 'options=temporalValues,aggregatedValues' }),
  badRequest('lastN is no number (§6.18.3.2)', { query: 'lastN=all' }),
  badRequest('lastN is 0 (§6.18.3.2)', { query: 'lastN=0' }),
];

const ofTimes = (path: string): readonly ErrorCase[] =>
  (
    [
      ['timerel is unknown (§4.11)', 'timerel=during&timeAt=2026-01-01T00:00:00Z'],
      ['timeAt is missing (§4.11)', 'timerel=before'],
      ['timeAt is no date and time (§4.11)', 'timerel=before&timeAt=today'],
      ['endTimeAt is missing (§4.11)', 'timerel=between&timeAt=2026-01-01T00:00:00Z'],
      ['timeproperty is unknown (§4.11)', `${before}&timeproperty=bornAt`],
    ] as const
  ).map(([when, times]) => badRequest(when, { path, query: times }));

const notThere = (rest = '') =>
  notFound('the entity does not exist', { path: `/temporal/entities/${absent}${rest}` });
const noUri = (rest = '') => badRequest('the id is no URI', { path: `/temporal/entities/me${rest}` });
const ofInstance = [{ type: 'Relationship', object: 'urn:a:b' }];
const instanceErrors = (body?: unknown): readonly ErrorCase[] => [
  notThere('/attrs/owner/{instance}'),
  noUri('/attrs/owner/{instance}'),
  badRequest('the name of the attribute is none', {
    path: `/temporal/entities/${here}/attrs/a%20b/{instance}`,
  }),
  badRequest('the id of the instance is no URI', { path: `/temporal/entities/${here}/attrs/owner/me` }),
  notFound('the entity has no such attribute', {
    path: `/temporal/entities/${here}/attrs/colour/{instance}`,
    body,
  }),
  notFound('the attribute has no such instance', {
    path: `/temporal/entities/${here}/attrs/owner/urn:a:none`,
  }),
];

/** Temporal evolution (§5.6.11–§5.6.16, §5.7.3, §5.7.4). */
export const temporalTables: readonly ErrorTable[] = [
  {
    operation: 'Create or Update (Upsert) Temporal Evolution of an Entity',
    clauses: ['5.6.11', '6.18.3.1'],
    method: 'POST',
    route: '/temporal/entities',
    valid: { path: '/temporal/entities', body: past, status: 201 },
    common: ['object', 'context'],
    cases: [
      badRequest('the id is missing (§5.2.20)', { body: { ...past, id: undefined } }),
      badRequest('the id is no URI (§5.2.20)', { body: { ...past, id: 'me' } }),
      badRequest('the type is missing (§5.2.20)', { body: { ...past, type: undefined } }),
      badRequest('an instance has no value (§4.5.7)', { body: { ...past, speed: [{ type: 'Property' }] } }),
      badRequest('an instance is observed at no date and time (§4.5.7)', {
        body: { ...past, speed: [{ ...spots, observedAt: 'today' }] },
      }),
    ],
  },
  {
    operation: 'Query Temporal Evolution of Entities',
    clauses: ['5.7.4', '6.18.3.2'],
    method: 'GET',
    route: '/temporal/entities',
    valid: { path: `${ofType}&${before}`, status: 200 },
    common: ['context', 'accept', 'tenant', 'paging'],
    cases: [
      badRequest('there is no temporal query (§5.7.4.4)', { path: ofType }),
      badRequest('nothing else is asked for (§5.7.4.4)', { path: `/temporal/entities?${before}` }),
      ...ofTimes(ofType),
      ...selectionErrors('/temporal/entities', `type=Car&${before}`),
      ...projectionErrors,
      ...aggregationErrors,
      badRequest('q follows links (§5.7.4.4)', { query: 'q=owner{name=="a"}' }),
      badRequest('pick follows links (§5.7.4.4)', { query: 'pick=owner{name}' }),
      badRequest('the order is by something else than id (§5.7.4.4)', { query: 'local=true&orderBy=owner' }),
      badRequest('the collation does not exist (§5.7.4.4)', { query: 'local=true&orderBy=id&collation=0' }),
    ],
  },
  {
    operation: 'Retrieve Temporal Evolution of an Entity',
    clauses: ['5.7.3', '6.19.3.1'],
    method: 'GET',
    route: '/temporal/entities/:id',
    valid: { path: `/temporal/entities/${here}`, status: 200 },
    common: ['context', 'accept', 'tenant'],
    cases: [
      notThere(),
      noUri(),
      ...ofTimes(`/temporal/entities/${here}`),
      badRequest('timerel is missing (§4.11)', { query: 'timeAt=2026-01-01T00:00:00Z' }),
      ...projectionErrors,
      ...aggregationErrors,
      badRequest('pick follows links (§5.7.3.4)', { query: 'pick=owner{name}' }),
    ],
  },
  {
    operation: 'Delete Temporal Evolution of an Entity',
    clauses: ['5.6.16', '6.19.3.2'],
    method: 'DELETE',
    route: '/temporal/entities/:id',
    valid: { path: `/temporal/entities/${here}`, status: 204 },
    common: ['tenant'],
    cases: [
      notThere(),
      noUri(),
      invalidRequest('a parameter of another operation is given (§6.3.20)', { query: 'deleteAll=true' }),
    ],
  },
  {
    operation: 'Add Attributes to Temporal Evolution of an Entity',
    clauses: ['5.6.12', '6.20.3.1'],
    method: 'POST',
    route: '/temporal/entities/:id/attrs',
    valid: { path: `/temporal/entities/${here}/attrs`, body: { availableSpots: [spots] }, status: 204 },
    common: ['object', 'context', 'tenant'],
    cases: [
      notThere('/attrs'),
      noUri('/attrs'),
      badRequest('there is no attribute (§5.6.12.3)', { body: {} }),
      badRequest('an instance has no value (§4.5.7)', { body: { speed: [{ type: 'Property' }] } }),
      invalidRequest('a parameter of another operation is given (§6.3.20)', { query: 'deleteAll=true' }),
    ],
  },
  {
    operation: 'Delete Attribute from Temporal Evolution of an Entity',
    clauses: ['5.6.13', '6.21.3.1'],
    method: 'DELETE',
    route: '/temporal/entities/:id/attrs/:attribute',
    valid: { path: `/temporal/entities/${here}/attrs/owner`, status: 204 },
    common: ['context', 'tenant'],
    cases: [
      notThere('/attrs/owner'),
      noUri('/attrs/owner'),
      badRequest('the name of the attribute is none', { path: `/temporal/entities/${here}/attrs/a%20b` }),
      notFound('the entity has no such attribute', { path: `/temporal/entities/${here}/attrs/colour` }),
      notFound('no instance has the datasetId', { query: 'datasetId=urn:a:other' }),
      badRequest('datasetId is no URI (§6.21.3.1)', { query: 'datasetId=camera' }),
      badRequest('deleteAll is neither true nor false (§6.21.3.1)', { query: 'deleteAll=perhaps' }),
    ],
  },
  {
    operation: 'Modify Attribute instance in Temporal Evolution of an Entity',
    clauses: ['5.6.14', '6.22.3.1'],
    method: 'PATCH',
    route: '/temporal/entities/:id/attrs/:attribute/:instance',
    valid: {
      path: `/temporal/entities/${here}/attrs/owner/{instance}`,
      body: { owner: ofInstance },
      status: 204,
    },
    common: ['context', 'tenant', 'mergePatch'],
    cases: [
      ...instanceErrors(ofInstance),
      badRequest('the instance has no object (§4.5.8)', { body: { owner: [{ type: 'Relationship' }] } }),
      badRequest('there is no instance (§5.6.14.3)', { body: { owner: [] } }),
      badRequest('there are two instances (§5.6.14.3)', {
        body: {
          owner: [
            { type: 'Relationship', object: 'urn:a:b' },
            { type: 'Relationship', object: 'urn:a:c', datasetId: 'urn:a:d' },
          ],
        },
      }),
      invalidRequest('a parameter of another operation is given (§6.3.20)', { query: 'deleteAll=true' }),
    ],
  },
  {
    operation: 'Delete Attribute instance from Temporal Evolution of an Entity',
    clauses: ['5.6.15', '6.22.3.2'],
    method: 'DELETE',
    route: '/temporal/entities/:id/attrs/:attribute/:instance',
    valid: { path: `/temporal/entities/${here}/attrs/owner/{instance}`, status: 204 },
    common: ['context', 'tenant'],
    cases: [
      ...instanceErrors(),
      invalidRequest('a parameter of another operation is given (§6.3.20)', { query: 'deleteAll=true' }),
    ],
  },
  {
    operation: 'Query Temporal Evolution of Entities by POST',
    clauses: ['5.7.4', '6.24.3.1'],
    method: 'POST',
    route: '/temporal/entityOperations/query',
    valid: { path: '/temporal/entityOperations/query', body: query, status: 200 },
    common: ['object', 'context', 'accept', 'tenant', 'paging'],
    cases: [
      badRequest('there is no temporal query (§5.7.4.4)', { body: { ...query, temporalQ: undefined } }),
      badRequest('nothing else is asked for (§5.7.4.4)', { body: { ...query, entities: undefined } }),
      badRequest('temporalQ is no object (§5.2.21)', { body: { ...query, temporalQ: 'before' } }),
      badRequest('timeAt is missing (§5.2.21)', { body: { ...query, temporalQ: { timerel: 'before' } } }),
      badRequest('a member of temporalQ is unknown (§5.2.21)', {
        body: { ...query, temporalQ: { ...query.temporalQ, colour: 'red' } },
      }),
      ...queryBodyErrors(query),
      badRequest('the method of aggregation is unknown (§4.5.19)', {
        query: 'format=aggregatedValues',
        body: { ...query, aggrParams: { aggrMethods: 'mode' } },
      }),
      badRequest('two forms are asked for (§6.3.12)', { query: 'options=temporalValues,aggregatedValues' }),
    ],
  },
];
