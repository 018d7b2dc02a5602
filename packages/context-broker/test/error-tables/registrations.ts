import {
  alreadyExists,
  badRequest,
  conflict,
  notFound,
  type ErrorCase,
  type ErrorTable,
} from './error-table.ts';
import { selectionErrors } from './fragments.ts';
import { here, known, locked, registration } from './world.ts';

const path = '/csourceRegistrations';
const fresh = { ...registration, id: 'urn:ngsi-ld:ContextSourceRegistration:new' };
const exclusively = (id: string) => ({
  mode: 'exclusive',
  information: [{ entities: [{ id, type: 'OffStreetParking' }], propertyNames: ['availableSpots'] }],
});

/** Members that do not fit their data type (§5.2.8–§5.2.11, §5.2.22, §5.2.34). */
const memberErrors = (body: object): readonly ErrorCase[] =>
  (
    [
      ['it is of another type (§5.2.9)', { type: 'Registration' }],
      ['the endpoint is no address (§5.2.9)', { endpoint: 'me' }],
      ['information is empty (§5.2.9)', { information: [] }],
      ['information names nothing (§5.2.10)', { information: [{}] }],
      ['a member of information is unknown (§5.2.10)', { information: [{ colour: 'red' }] }],
      ['entities are empty (§5.2.10)', { information: [{ entities: [] }] }],
      ['an entity has no type (§5.2.8)', { information: [{ entities: [{ id: 'urn:a:b' }] }] }],
      [
        'an entity has an id that is no URI (§5.2.8)',
        { information: [{ entities: [{ type: 'Car', id: 'me' }] }] },
      ],
      [
        'an entity has a pattern that is none (§5.2.8)',
        { information: [{ entities: [{ type: 'Car', idPattern: '(' }] }] },
      ],
      ['propertyNames are empty (§5.2.10)', { information: [{ propertyNames: [] }] }],
      ['relationshipNames hold no name (§5.2.10)', { information: [{ relationshipNames: ['a b'] }] }],
      ['the mode is unknown (§5.2.9)', { mode: 'secret' }],
      ['an exclusive source names no id (§4.3.6.3)', { mode: 'exclusive' }],
      ['an auxiliary source writes (§5.9.2.4)', { mode: 'auxiliary', operations: ['updateOps'] }],
      ['an operation is unknown (§4.20)', { operations: ['eatEntity'] }],
      ['expiresAt is over (§5.9.2.4)', { expiresAt: '2020-01-01T00:00:00Z' }],
      ['expiresAt is no date and time (§5.2.9)', { expiresAt: 'tomorrow' }],
      ['location is no geometry (§5.2.9)', { location: { type: 'Circle' } }],
      ['observationInterval has no start (§5.2.11)', { observationInterval: {} }],
      [
        'managementInterval ends at no date and time (§5.2.11)',
        { managementInterval: { startAt: '2026-01-01T00:00:00Z', endAt: 'today' } },
      ],
      ['refreshRate is no duration (§5.2.9)', { refreshRate: 'often' }],
      ['a scope is none (§4.18)', { scope: [5] }],
      ['contextSourceInfo is no list of pairs (§5.2.22)', { contextSourceInfo: [{ key: 'a' }] }],
      [
        'contextSourceInfo holds what is no header (§6.3.19)',
        { contextSourceInfo: [{ key: 'a b', value: 'c' }] },
      ],
      [
        'contextSourceInfo names a context that is no address (§4.3.6.6)',
        { contextSourceInfo: [{ key: 'jsonldContext', value: 'me' }] },
      ],
      ['timeout is negative (§5.2.34)', { management: { timeout: -1 } }],
      ['cacheDuration is no duration (§5.2.34)', { management: { cacheDuration: 'long' } }],
      ['a member of management is unknown (§5.2.34)', { management: { colour: 'red' } }],
      ['datasetId is no URI (§5.2.9)', { datasetId: ['camera'] }],
      ['the alias is empty (§5.2.9)', { contextSourceAlias: '' }],
      ['the tenant has no valid name (§5.2.9)', { tenant: '' }],
    ] as const
  ).map(([when, more]) => badRequest(when, { body: { ...body, ...more } }));

const conflicts = (body: object): readonly ErrorCase[] => [
  conflict('another exclusive source has the same (§5.9.2.4)', { body: { ...body, ...exclusively(locked) } }),
  conflict('an entity has what the exclusive source has (§5.9.2.4)', {
    body: { ...body, ...exclusively(here) },
  }),
  conflict('an entity matches what is redirected (§5.9.2.4)', {
    body: { ...body, mode: 'redirect', information: [{ entities: [{ type: 'OffStreetParking' }] }] },
  }),
];

const ids = [
  badRequest('the id is no URI', { path: `${path}/me` }),
  notFound('it does not exist', { path: `${path}/urn:a:none` }),
];

/** Registration and discovery of context sources (§5.9, §5.10). */
export const registrationTables: readonly ErrorTable[] = [
  {
    operation: 'Register Context Source',
    clauses: ['5.9.2', '6.8.3.1'],
    method: 'POST',
    route: path,
    valid: { path, body: fresh, status: 201 },
    common: ['object', 'context'],
    cases: [
      badRequest('the id is no URI (§5.2.9)', { body: { ...fresh, id: 'me' } }),
      badRequest('the type is missing (§5.2.9)', { body: { ...fresh, type: undefined } }),
      badRequest('the endpoint is missing (§5.2.9)', { body: { ...fresh, endpoint: undefined } }),
      badRequest('information is missing (§5.2.9)', { body: { ...fresh, information: undefined } }),
      ...memberErrors(fresh),
      ...conflicts(fresh),
      alreadyExists('it exists (§5.9.2.4)', { body: registration }),
    ],
  },
  {
    operation: 'Query Context Source Registrations',
    clauses: ['5.10.2', '6.8.3.2'],
    method: 'GET',
    route: path,
    valid: { path: `${path}?type=OffStreetParking`, status: 200 },
    common: ['context', 'accept', 'tenant', 'paging'],
    cases: [
      badRequest('nothing is asked for (§5.10.2.4)', { path }),
      // The registry is local by itself, whatever local says.
      ...selectionErrors(path).filter(({ query }) => query?.endsWith('local=false') !== true),
      badRequest('timerel is unknown (§4.11)', { query: 'timerel=during&timeAt=2026-01-01T00:00:00Z' }),
      badRequest('timeAt is missing (§4.11)', { query: 'timerel=before' }),
    ],
  },
  {
    operation: 'Retrieve Context Source Registration',
    clauses: ['5.10.1', '6.9.3.1'],
    method: 'GET',
    route: `${path}/:id`,
    valid: { path: `${path}/${known.registration}`, status: 200 },
    common: ['context', 'accept', 'tenant'],
    cases: ids,
  },
  {
    operation: 'Update Context Source Registration',
    clauses: ['5.9.3', '6.9.3.2'],
    method: 'PATCH',
    route: `${path}/:id`,
    valid: { path: `${path}/${known.registration}`, body: { description: 'new' }, status: 204 },
    common: ['object', 'context', 'tenant', 'mergePatch'],
    cases: [
      ...ids,
      badRequest('the body names another id (§5.2.9)', { body: { id: 'urn:a:other' } }),
      badRequest('what is needed is removed (§5.2.9)', { body: { endpoint: 'urn:ngsi-ld:null' } }),
      ...memberErrors({}),
      ...conflicts({}),
    ],
  },
  {
    operation: 'Delete Context Source Registration',
    clauses: ['5.9.4', '6.9.3.3'],
    method: 'DELETE',
    route: `${path}/:id`,
    valid: { path: `${path}/${known.registration}`, status: 204 },
    common: ['tenant'],
    cases: ids,
  },
];
