import { alreadyExists, badRequest, notFound, type ErrorTable } from './error-table.ts';
import { selectionErrors } from './fragments.ts';
import { queryBodyErrors } from './queries.ts';
import { known, snapshot } from './world.ts';

const contexts = '/jsonldContexts';
const fresh = { ...snapshot, id: 'urn:ngsi-ld:Snapshot:new' };
const snapshotIds = (rest = '') => [
  badRequest('the id is no URI', { path: `/snapshots/me${rest}` }),
  notFound('it does not exist', { path: `/snapshots/urn:a:none${rest}` }),
];
const mapIds = [
  badRequest('the id is no URI', { path: '/entityMaps/me' }),
  notFound('it does not exist', { path: '/entityMaps/urn:a:none' }),
];
const cached = encodeURIComponent('https://example.org/vehicle.jsonld');

/** JSON-LD contexts (§5.13). */
const contextTables: readonly ErrorTable[] = [
  {
    operation: 'Add @context',
    clauses: ['5.13.2', '6.29.3.1'],
    method: 'POST',
    route: contexts,
    valid: { path: contexts, body: { '@context': { a: 'https://a.example/a' } }, status: 201 },
    common: ['object'],
    cases: [
      { when: 'there is no @context (§5.13.2.3)', status: 400, body: { a: 'https://a.example/a' } },
      badRequest('the context is no context (§5.13.2.4)', { body: { '@context': 5 } }),
      badRequest('a part of it is no context (§5.13.2.4)', { body: { '@context': [5] } }),
      badRequest('a term is defined by something else (§5.13.2.4)', { body: { '@context': { a: 5 } } }),
      badRequest('the context leads to itself (§5.5.6)', {
        body: { '@context': 'https://example.org/cyclic.jsonld' },
      }),
      {
        when: 'a part of it cannot be retrieved (§5.5.6)',
        status: 504,
        type: 'LdContextNotAvailable',
        body: { '@context': ['https://example.org/missing.jsonld'] },
      },
    ],
  },
  {
    operation: 'List @contexts',
    clauses: ['5.13.3', '6.29.3.2'],
    method: 'GET',
    route: contexts,
    valid: { path: contexts, status: 200 },
    common: ['accept'],
    cases: [
      badRequest('the kind is unknown (§6.29.3.2)', { query: 'kind=Secret' }),
      badRequest('details is neither true nor false (§6.29.3.2)', { query: 'details=perhaps' }),
    ],
  },
  {
    operation: 'Serve @context',
    clauses: ['5.13.4', '6.30.3.1'],
    method: 'GET',
    route: `${contexts}/:id`,
    valid: { path: `${contexts}/{context}`, status: 200 },
    common: ['accept', 'tenant'],
    cases: [
      notFound('it does not exist (§5.13.4.4)', { path: `${contexts}/none` }),
      notFound('it does not exist, and details are asked for (§5.13.4.4)', {
        path: `${contexts}/none?details=true`,
      }),
      badRequest('details is neither true nor false (§6.30.3.1)', { query: 'details=perhaps' }),
      {
        when: 'it is a copy of one that others serve (§5.13.4.4)',
        status: 422,
        type: 'OperationNotSupported',
        path: `${contexts}/${cached}`,
      },
    ],
  },
  {
    operation: 'Delete and Reload @context',
    clauses: ['5.13.5', '6.30.3.2'],
    method: 'DELETE',
    route: `${contexts}/:id`,
    valid: { path: `${contexts}/{context}`, status: 204 },
    common: ['tenant'],
    cases: [
      notFound('it does not exist (§5.13.5.4)', { path: `${contexts}/none` }),
      badRequest('reload is neither true nor false (§6.30.3.2)', { query: 'reload=perhaps' }),
      badRequest('what is hosted is to be reloaded (§5.13.5.4)', { query: 'reload=true' }),
      badRequest('what is to be reloaded is no copy, as it does not exist (§5.13.5.4)', {
        path: `${contexts}/none`,
        query: 'reload=true',
      }),
    ],
  },
];

const mapTables: readonly ErrorTable[] = [
  {
    operation: 'Retrieve EntityMap',
    clauses: ['5.14.1', '6.32.3.1'],
    method: 'GET',
    route: '/entityMaps/:id',
    valid: { path: '/entityMaps/{entityMap}', status: 200 },
    common: ['accept', 'tenant'],
    cases: mapIds,
  },
  {
    operation: 'Update EntityMap',
    clauses: ['5.14.2', '6.32.3.2'],
    method: 'PATCH',
    route: '/entityMaps/:id',
    valid: { path: '/entityMaps/{entityMap}', body: { expiresAt: '2026-03-01T14:00:00Z' }, status: 204 },
    common: ['object', 'tenant', 'mergePatch'],
    cases: [
      ...mapIds,
      badRequest('expiresAt is no date and time (§5.2.39)', { body: { expiresAt: 'tomorrow' } }),
    ],
  },
  {
    operation: 'Delete EntityMap',
    clauses: ['5.14.3', '6.32.3.3'],
    method: 'DELETE',
    route: '/entityMaps/:id',
    valid: { path: '/entityMaps/{entityMap}', status: 204 },
    common: ['tenant'],
    cases: mapIds,
  },
  {
    operation: 'Create EntityMap for Query Entities',
    clauses: ['5.14.4', '6.34.3.1'],
    method: 'GET',
    route: '/entityMaps',
    valid: { path: '/entityMaps?type=OffStreetParking', status: 201 },
    common: ['context', 'accept', 'tenant'],
    cases: [
      badRequest('nothing is asked for (§5.14.4.4)', { path: '/entityMaps' }),
      ...selectionErrors('/entityMaps'),
      badRequest('entityMapLifetime is no duration (§6.4.3.2)', { query: 'entityMapLifetime=long' }),
      badRequest('q follows links without join (§5.14.4.4)', { query: 'q=owner{name=="a"}' }),
    ],
  },
  {
    operation: 'Create EntityMap for Query Entities by POST',
    clauses: ['5.14.4', '6.34.3.2'],
    method: 'POST',
    route: '/entityMaps',
    valid: { path: '/entityMaps', body: snapshot.snapshotQueries[0], status: 201 },
    common: ['object', 'context', 'accept', 'tenant'],
    cases: [
      badRequest('nothing is asked for (§5.14.4.4)', { body: { type: 'Query' } }),
      badRequest('entityMapLifetime is no duration (§5.2.23)', {
        body: { ...snapshot.snapshotQueries[0], entityMapLifetime: 'long' },
      }),
      ...queryBodyErrors(snapshot.snapshotQueries[0] ?? {}),
    ],
  },
  {
    operation: 'Create EntityMap for Query Temporal Evolution of Entities',
    clauses: ['5.14.5', '6.35.3.1'],
    method: 'GET',
    route: '/temporal/entityMaps',
    valid: {
      path: '/temporal/entityMaps?type=OffStreetParking&timerel=before&timeAt=2100-01-01T00:00:00Z',
      status: 201,
    },
    common: ['context', 'accept', 'tenant'],
    cases: [
      badRequest('there is no temporal query (§5.14.5.4)', {
        path: '/temporal/entityMaps?type=OffStreetParking',
      }),
      ...selectionErrors('/temporal/entityMaps', 'type=Car&timerel=before&timeAt=2100-01-01T00:00:00Z'),
      badRequest('q follows links (§5.14.5.4)', { query: 'q=owner{name=="a"}' }),
    ],
  },
  {
    operation: 'Create EntityMap for Query Temporal Evolution of Entities by POST',
    clauses: ['5.14.5', '6.35.3.2'],
    method: 'POST',
    route: '/temporal/entityMaps',
    valid: {
      path: '/temporal/entityMaps',
      body: {
        ...snapshot.snapshotQueries[0],
        temporalQ: { timerel: 'before', timeAt: '2100-01-01T00:00:00Z' },
      },
      status: 201,
    },
    common: ['object', 'context', 'accept', 'tenant'],
    cases: [
      badRequest('there is no temporal query (§5.14.5.4)', { body: snapshot.snapshotQueries[0] }),
      badRequest('timeAt is missing (§5.2.21)', {
        body: { ...snapshot.snapshotQueries[0], temporalQ: { timerel: 'before' } },
      }),
    ],
  },
];

const snapshotTables: readonly ErrorTable[] = [
  {
    operation: 'Create Snapshot',
    clauses: ['5.16.1', '6.36.3.1'],
    method: 'POST',
    route: '/snapshots',
    valid: { path: '/snapshots', body: fresh, status: 201 },
    common: ['object', 'context', 'tenant'],
    cases: [
      badRequest('the id is no URI (§5.2.41)', { body: { ...fresh, id: 'me' } }),
      badRequest('it is of another type (§5.2.41)', { body: { ...fresh, type: 'Photo' } }),
      badRequest('a member is unknown (§5.2.41)', { body: { ...fresh, colour: 'red' } }),
      badRequest('there are no queries (§5.2.41)', { body: { ...fresh, snapshotQueries: undefined } }),
      badRequest('the list of queries is empty (§5.2.41)', { body: { ...fresh, snapshotQueries: [] } }),
      badRequest('a query is none (§5.2.41)', {
        body: { ...fresh, snapshotQueries: [{ type: 'Question' }] },
      }),
      badRequest('a query is too wide (§5.7.2.4)', {
        body: { ...fresh, snapshotQueries: [{ type: 'Query' }] },
      }),
      badRequest('the priority is beyond 10 (§5.2.41)', { body: { ...fresh, snapshotPriority: 11 } }),
      alreadyExists('it exists (§5.16.1.4)', { body: snapshot }),
    ],
  },
  {
    operation: 'Purge Snapshots',
    clauses: ['5.16.7', '6.36.3.2'],
    method: 'DELETE',
    route: '/snapshots',
    valid: { path: '/snapshots?q=snapshotPriority==5', status: 204 },
    common: ['context', 'tenant'],
    cases: [
      badRequest('there is no q (§5.16.7.4)', { path: '/snapshots' }),
      badRequest('q is not well formed (§5.16.7.4)', { path: '/snapshots?q=a>>b' }),
      badRequest('q asks for what is no member of a snapshot (§5.16.7.4)', { path: '/snapshots?q=speed==5' }),
      notFound('no snapshot fits (§6.36.3.2)', { path: '/snapshots?q=snapshotPriority==9' }),
    ],
  },
  {
    operation: 'Retrieve Snapshot Status',
    clauses: ['5.16.3', '6.37.3.1'],
    method: 'GET',
    route: '/snapshots/:id',
    valid: { path: `/snapshots/${known.snapshot}`, status: 200 },
    common: ['accept', 'tenant'],
    cases: snapshotIds(),
  },
  {
    operation: 'Update Snapshot Status',
    clauses: ['5.16.4', '6.37.3.2'],
    method: 'PATCH',
    route: '/snapshots/:id',
    valid: { path: `/snapshots/${known.snapshot}`, body: { snapshotPriority: 7 }, status: 200 },
    common: ['object', 'context', 'tenant', 'mergePatch'],
    cases: [
      ...snapshotIds(),
      badRequest('the queries are to be changed (§5.2.41)', {
        body: { snapshotQueries: snapshot.snapshotQueries },
      }),
      badRequest('the priority is beyond 10 (§5.2.41)', { body: { snapshotPriority: 11 } }),
      badRequest('the id is to be changed (§5.2.41)', { body: { id: 'urn:a:other' } }),
    ],
  },
  {
    operation: 'Delete Snapshot',
    clauses: ['5.16.5', '6.37.3.3'],
    method: 'DELETE',
    route: '/snapshots/:id',
    valid: { path: `/snapshots/${known.snapshot}`, status: 204 },
    common: ['tenant'],
    cases: snapshotIds(),
  },
  {
    operation: 'Clone Snapshot',
    clauses: ['5.16.2', '6.38.3.1'],
    method: 'POST',
    route: '/snapshots/:id/clone',
    valid: { path: `/snapshots/${known.snapshot}/clone`, body: { type: 'Snapshot' }, status: 201 },
    common: ['object', 'context', 'tenant'],
    cases: [
      ...snapshotIds('/clone'),
      badRequest('there are queries (§5.2.41)', {
        body: { type: 'Snapshot', snapshotQueries: snapshot.snapshotQueries },
      }),
      alreadyExists('the snapshot to be made exists (§5.16.2.4)', {
        body: { type: 'Snapshot', id: known.snapshot },
      }),
    ],
  },
];

/** Contexts, entity maps and snapshots (§5.13, §5.14, §5.16). */
export const storedTables: readonly ErrorTable[] = [...contextTables, ...mapTables, ...snapshotTables];
