import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
/** Clause, what is wrong, the request, and the error it is answered with (§6.3.2). */
type Row = readonly [
  clause: string,
  what: string,
  method: Method,
  path: string,
  body: unknown,
  status: number,
  type: string,
];

const known = 'urn:ngsi-ld:T:1';
const unknown = 'urn:ngsi-ld:T:none';
const bad = 'no%20uri';
const speed = { type: 'Property', value: 5, observedAt: '2026-01-01T00:00:00Z' };
const entity = { id: known, type: 'T', speed };
const invalid = { type: 'Property' };
const NULL = 'urn:ngsi-ld:null';
const since = 'timerel=after&timeAt=2020-01-01T00:00:00Z';
const subscription = {
  id: 'urn:ngsi-ld:Subscription:1',
  type: 'Subscription',
  entities: [{ type: 'T' }],
  notification: { endpoint: { uri: 'https://example.org/notify' } },
};
const registration = {
  id: 'urn:ngsi-ld:ContextSourceRegistration:1',
  type: 'ContextSourceRegistration',
  information: [{ entities: [{ type: 'Elsewhere' }] }],
  endpoint: 'https://example.org',
};
const snapshot = {
  id: 'urn:ngsi-ld:Snapshot:1',
  type: 'Snapshot',
  snapshotQueries: [{ type: 'Query', entities: [{ type: 'T' }] }],
};

const [BAD, INVALID, NOT_FOUND, EXISTS] = [
  'BadRequestData',
  'InvalidRequest',
  'ResourceNotFound',
  'AlreadyExists',
];

const provision: readonly Row[] = [
  ['§5.6.1.4', 'it exists already', 'POST', '/entities', entity, 409, EXISTS],
  ['§5.6.1.4', 'an attribute is invalid', 'POST', '/entities', { ...entity, speed: invalid }, 400, BAD],
  ['§5.6.1.4', 'it has no type', 'POST', '/entities', { id: unknown }, 400, BAD],
  ['§5.5.4', 'an attribute is null', 'POST', '/entities', { id: unknown, type: 'T', a: NULL }, 400, BAD],
  ['§5.6.2.4', 'the entity is unknown', 'PATCH', `/entities/${unknown}/attrs`, { speed }, 404, NOT_FOUND],
  ['§5.6.2.4', 'the id is no URI', 'PATCH', `/entities/${bad}/attrs`, { speed }, 400, BAD],
  ['§5.6.2.4', 'an attribute is invalid', 'PATCH', `/entities/${known}/attrs`, { speed: invalid }, 400, BAD],
  ['§5.6.3.4', 'the entity is unknown', 'POST', `/entities/${unknown}/attrs`, { speed }, 404, NOT_FOUND],
  ['§5.6.3.4', 'the id is no URI', 'POST', `/entities/${bad}/attrs`, { speed }, 400, BAD],
  ['§5.6.3.4', 'an attribute is invalid', 'POST', `/entities/${known}/attrs`, { speed: invalid }, 400, BAD],
  [
    '§5.6.4.4',
    'the entity is unknown',
    'PATCH',
    `/entities/${unknown}/attrs/speed`,
    { value: 1 },
    404,
    NOT_FOUND,
  ],
  [
    '§5.6.4.4',
    'the attribute is unknown',
    'PATCH',
    `/entities/${known}/attrs/none`,
    { value: 1 },
    404,
    NOT_FOUND,
  ],
  ['§5.6.4.4', 'the name is none', 'PATCH', `/entities/${known}/attrs/a%20b`, { value: 1 }, 400, BAD],
  [
    '§5.6.5.4',
    'the entity is unknown',
    'DELETE',
    `/entities/${unknown}/attrs/speed`,
    undefined,
    404,
    NOT_FOUND,
  ],
  [
    '§5.6.5.4',
    'the attribute is unknown',
    'DELETE',
    `/entities/${known}/attrs/none`,
    undefined,
    404,
    NOT_FOUND,
  ],
  [
    '§5.6.5.4',
    'there is no such dataset',
    'DELETE',
    `/entities/${known}/attrs/speed?datasetId=urn:d`,
    undefined,
    404,
    NOT_FOUND,
  ],
  ['§5.6.5.4', 'the id is no URI', 'DELETE', `/entities/${bad}/attrs/speed`, undefined, 400, BAD],
  ['§5.6.6.4', 'the entity is unknown', 'DELETE', `/entities/${unknown}`, undefined, 404, NOT_FOUND],
  ['§5.6.6.4', 'the id is no URI', 'DELETE', `/entities/${bad}`, undefined, 400, BAD],
  ['§5.6.7.4', 'the body is no list', 'POST', '/entityOperations/create', entity, 400, BAD],
  ['§5.6.7.4', 'the list is empty', 'POST', '/entityOperations/create', [], 400, BAD],
  ['§5.6.8.4', 'the body is no list', 'POST', '/entityOperations/upsert', {}, 400, BAD],
  ['§5.6.9.4', 'the body is no list', 'POST', '/entityOperations/update', {}, 400, BAD],
  ['§5.6.10.4', 'the body is no list', 'POST', '/entityOperations/delete', {}, 400, BAD],
  ['§5.6.20.4', 'the body is no list', 'POST', '/entityOperations/merge', {}, 400, BAD],
  [
    '§5.6.11.4',
    'an instance is invalid',
    'POST',
    '/temporal/entities',
    { ...entity, speed: [invalid] },
    400,
    BAD,
  ],
  ['§5.6.11.4', 'it has no id', 'POST', '/temporal/entities', { type: 'T' }, 400, BAD],
  [
    '§5.6.12.4',
    'the entity is unknown',
    'POST',
    `/temporal/entities/${unknown}/attrs`,
    { speed },
    404,
    NOT_FOUND,
  ],
  ['§5.6.12.4', 'the id is no URI', 'POST', `/temporal/entities/${bad}/attrs`, { speed }, 400, BAD],
  [
    '§5.6.13.4',
    'the entity is unknown',
    'DELETE',
    `/temporal/entities/${unknown}/attrs/speed`,
    undefined,
    404,
    NOT_FOUND,
  ],
  [
    '§5.6.13.4',
    'the attribute is unknown',
    'DELETE',
    `/temporal/entities/${known}/attrs/none`,
    undefined,
    404,
    NOT_FOUND,
  ],
  ['§5.6.13.4', 'the name is none', 'DELETE', `/temporal/entities/${known}/attrs/a%20b`, undefined, 400, BAD],
  [
    '§5.6.14.4',
    'the instance is unknown',
    'PATCH',
    `/temporal/entities/${known}/attrs/speed/urn:i:1`,
    { speed },
    404,
    NOT_FOUND,
  ],
  [
    '§5.6.14.4',
    'the instance is no URI',
    'PATCH',
    `/temporal/entities/${known}/attrs/speed/one`,
    { speed },
    400,
    BAD,
  ],
  [
    '§5.6.15.4',
    'the instance is unknown',
    'DELETE',
    `/temporal/entities/${known}/attrs/speed/urn:i:1`,
    undefined,
    404,
    NOT_FOUND,
  ],
  [
    '§5.6.15.4',
    'the entity is unknown',
    'DELETE',
    `/temporal/entities/${unknown}/attrs/speed/urn:i:1`,
    undefined,
    404,
    NOT_FOUND,
  ],
  [
    '§5.6.15.4',
    'the instance is no URI',
    'DELETE',
    `/temporal/entities/${known}/attrs/speed/one`,
    undefined,
    400,
    BAD,
  ],
  [
    '§5.6.16.4',
    'the entity is unknown',
    'DELETE',
    `/temporal/entities/${unknown}`,
    undefined,
    404,
    NOT_FOUND,
  ],
  ['§5.6.16.4', 'the id is no URI', 'DELETE', `/temporal/entities/${bad}`, undefined, 400, BAD],
  ['§5.6.17.4', 'the entity is unknown', 'PATCH', `/entities/${unknown}`, { speed }, 404, NOT_FOUND],
  ['§5.6.17.4', 'the id is another one', 'PATCH', `/entities/${known}`, { id: unknown, speed }, 400, BAD],
  [
    '§5.6.18.4',
    'the entity is unknown',
    'PUT',
    `/entities/${unknown}`,
    { ...entity, id: unknown },
    404,
    NOT_FOUND,
  ],
  ['§5.6.18.4', 'the id is another one', 'PUT', `/entities/${known}`, { ...entity, id: unknown }, 400, BAD],
  ['§5.6.19.4', 'the entity is unknown', 'PUT', `/entities/${unknown}/attrs/speed`, speed, 404, NOT_FOUND],
  ['§5.6.19.4', 'the attribute is unknown', 'PUT', `/entities/${known}/attrs/none`, speed, 404, NOT_FOUND],
  ['§5.6.19.4', 'the attribute is invalid', 'PUT', `/entities/${known}/attrs/speed`, invalid, 400, BAD],
  ['§5.6.21.4', 'nothing is selected', 'DELETE', '/entities', undefined, 400, BAD],
  ['§5.6.21.4', 'q is wrong', 'DELETE', '/entities?type=T&q=((', undefined, 400, BAD],
];

const consumption: readonly Row[] = [
  ['§5.7.1.4', 'the entity is unknown', 'GET', `/entities/${unknown}`, undefined, 404, NOT_FOUND],
  ['§5.7.1.4', 'the id is no URI', 'GET', `/entities/${bad}`, undefined, 400, BAD],
  [
    '§5.7.1.4',
    'it has none of the attributes',
    'GET',
    `/entities/${known}?attrs=none`,
    undefined,
    404,
    NOT_FOUND,
  ],
  ['§5.7.1.4', 'it has another type', 'GET', `/entities/${known}?type=Other`, undefined, 404, NOT_FOUND],
  [
    '§5.7.1.4',
    'geometryProperty needs GeoJSON',
    'GET',
    `/entities/${known}?geometryProperty=a`,
    undefined,
    400,
    BAD,
  ],
  ['§5.7.1.4', 'pick reaches further than join', 'GET', `/entities/${known}?pick=a{b}`, undefined, 400, BAD],
  ['§5.7.2.4', 'it is too wide', 'GET', '/entities', undefined, 400, BAD],
  ['§5.7.2.4', 'ids alone are too wide', 'GET', `/entities?id=${known}`, undefined, 400, BAD],
  ['§5.7.2.4', 'an id is no URI', 'GET', '/entities?type=T&id=one', undefined, 400, BAD],
  ['§5.7.2.4', 'q is wrong', 'GET', '/entities?type=T&q=((', undefined, 400, BAD],
  ['§5.7.2.4', 'csf is wrong', 'GET', '/entities?type=T&csf=((', undefined, 400, BAD],
  ['§5.7.2.4', 'the geo-query is wrong', 'GET', '/entities?type=T&georel=near', undefined, 400, BAD],
  [
    '§5.7.2.4',
    'q follows links that are not joined',
    'GET',
    '/entities?type=T&q=a{b}==1',
    undefined,
    400,
    BAD,
  ],
  ['§5.7.2.4', 'the body is no Query', 'POST', '/entityOperations/query', { type: 'Other' }, 400, BAD],
  ['§5.7.3.4', 'the entity is unknown', 'GET', `/temporal/entities/${unknown}`, undefined, 404, NOT_FOUND],
  ['§5.7.3.4', 'the id is no URI', 'GET', `/temporal/entities/${bad}`, undefined, 400, BAD],
  ['§5.7.3.4', 'links are not followed', 'GET', `/temporal/entities/${known}?pick=a{b}`, undefined, 400, BAD],
  ['§5.7.4.4', 'it says no time', 'GET', '/temporal/entities?type=T', undefined, 400, BAD],
  ['§5.7.4.4', 'it is too wide', 'GET', `/temporal/entities?${since}`, undefined, 400, BAD],
  [
    '§5.7.4.4',
    'it is ordered by something else',
    'GET',
    `/temporal/entities?type=T&${since}&orderBy=speed&local=true`,
    undefined,
    400,
    BAD,
  ],
  [
    '§5.7.4.4',
    'the time is none',
    'GET',
    '/temporal/entities?type=T&timerel=after&timeAt=today',
    undefined,
    400,
    BAD,
  ],
  ['§5.7.5.4', 'details is no flag', 'GET', '/types?details=maybe', undefined, 400, BAD],
  ['§5.7.7.4', 'the type is unknown', 'GET', '/types/Nothing', undefined, 404, NOT_FOUND],
  ['§5.7.8.4', 'details is no flag', 'GET', '/attributes?details=maybe', undefined, 400, BAD],
  ['§5.7.10.4', 'the attribute is unknown', 'GET', '/attributes/nothing', undefined, 404, NOT_FOUND],
];

const subscriptions: readonly Row[] = [
  ['§5.8.1.4', 'it exists already', 'POST', '/subscriptions', subscription, 409, EXISTS],
  [
    '§5.8.1.4',
    'it has no endpoint',
    'POST',
    '/subscriptions',
    { ...subscription, notification: {} },
    400,
    BAD,
  ],
  [
    '§5.8.1.4',
    'it has ended',
    'POST',
    '/subscriptions',
    { ...subscription, id: unknown, expiresAt: '2020-01-01T00:00:00Z' },
    400,
    BAD,
  ],
  ['§5.8.2.4', 'it is unknown', 'PATCH', `/subscriptions/${unknown}`, { q: 'a' }, 404, NOT_FOUND],
  ['§5.8.2.4', 'the id is no URI', 'PATCH', `/subscriptions/${bad}`, { q: 'a' }, 400, BAD],
  ['§5.8.2.4', 'the change is invalid', 'PATCH', `/subscriptions/${subscription.id}`, { q: '((' }, 400, BAD],
  ['§5.8.3.4', 'it is unknown', 'GET', `/subscriptions/${unknown}`, undefined, 404, NOT_FOUND],
  ['§5.8.3.4', 'the id is no URI', 'GET', `/subscriptions/${bad}`, undefined, 400, BAD],
  ['§5.8.4.4', 'the limit is none', 'GET', '/subscriptions?limit=-1', undefined, 400, BAD],
  ['§5.8.5.4', 'it is unknown', 'DELETE', `/subscriptions/${unknown}`, undefined, 404, NOT_FOUND],
  ['§5.8.5.4', 'the id is no URI', 'DELETE', `/subscriptions/${bad}`, undefined, 400, BAD],
  ['§5.11.2.4', 'it exists already', 'POST', '/csourceSubscriptions', subscription, 409, EXISTS],
  [
    '§5.11.2.4',
    'it has no endpoint',
    'POST',
    '/csourceSubscriptions',
    { ...subscription, notification: {} },
    400,
    BAD,
  ],
  ['§5.11.3.4', 'it is unknown', 'PATCH', `/csourceSubscriptions/${unknown}`, { q: 'a' }, 404, NOT_FOUND],
  ['§5.11.3.4', 'the id is no URI', 'PATCH', `/csourceSubscriptions/${bad}`, { q: 'a' }, 400, BAD],
  ['§5.11.4.4', 'it is unknown', 'GET', `/csourceSubscriptions/${unknown}`, undefined, 404, NOT_FOUND],
  ['§5.11.5.4', 'the limit is none', 'GET', '/csourceSubscriptions?limit=-1', undefined, 400, BAD],
  ['§5.11.6.4', 'it is unknown', 'DELETE', `/csourceSubscriptions/${unknown}`, undefined, 404, NOT_FOUND],
  ['§5.11.6.4', 'the id is no URI', 'DELETE', `/csourceSubscriptions/${bad}`, undefined, 400, BAD],
];

const sources: readonly Row[] = [
  ['§5.9.2.4', 'it exists already', 'POST', '/csourceRegistrations', registration, 409, EXISTS],
  [
    '§5.9.2.4',
    'it has no endpoint',
    'POST',
    '/csourceRegistrations',
    { ...registration, endpoint: undefined },
    400,
    BAD,
  ],
  [
    '§5.9.2.4',
    'an exclusive one names no entity',
    'POST',
    '/csourceRegistrations',
    { ...registration, id: unknown, mode: 'exclusive' },
    400,
    BAD,
  ],
  [
    '§5.9.2.4',
    'an auxiliary one writes',
    'POST',
    '/csourceRegistrations',
    { ...registration, id: unknown, mode: 'auxiliary', operations: ['updateOps'] },
    400,
    BAD,
  ],
  [
    '§5.9.2.4',
    'a redirect one meets an entity',
    'POST',
    '/csourceRegistrations',
    { ...registration, id: unknown, mode: 'redirect', information: [{ entities: [{ type: 'T' }] }] },
    409,
    'Conflict',
  ],
  [
    '§5.9.3.4',
    'it is unknown',
    'PATCH',
    `/csourceRegistrations/${unknown}`,
    { description: 'a' },
    404,
    NOT_FOUND,
  ],
  ['§5.9.3.4', 'the id is no URI', 'PATCH', `/csourceRegistrations/${bad}`, { description: 'a' }, 400, BAD],
  [
    '§5.9.3.4',
    'it would meet an entity',
    'PATCH',
    `/csourceRegistrations/${registration.id}`,
    { mode: 'redirect', information: [{ entities: [{ type: 'T' }] }] },
    409,
    'Conflict',
  ],
  ['§5.9.4.4', 'it is unknown', 'DELETE', `/csourceRegistrations/${unknown}`, undefined, 404, NOT_FOUND],
  ['§5.9.4.4', 'the id is no URI', 'DELETE', `/csourceRegistrations/${bad}`, undefined, 400, BAD],
  ['§5.10.1.4', 'it is unknown', 'GET', `/csourceRegistrations/${unknown}`, undefined, 404, NOT_FOUND],
  ['§5.10.1.4', 'the id is no URI', 'GET', `/csourceRegistrations/${bad}`, undefined, 400, BAD],
  ['§5.10.2.4', 'it is too wide', 'GET', '/csourceRegistrations', undefined, 400, BAD],
  ['§5.10.2.4', 'q is wrong', 'GET', '/csourceRegistrations?type=T&q=((', undefined, 400, BAD],
  [
    '§4.20',
    'an operation is unknown',
    'POST',
    '/csourceRegistrations',
    { ...registration, id: unknown, operations: ['fly'] },
    400,
    BAD,
  ],
];

const others: readonly Row[] = [
  ['§5.13.2.4', 'it is no context', 'POST', '/jsonldContexts', { '@context': 7 }, 400, BAD],
  ['§5.13.2.4', 'it is missing', 'POST', '/jsonldContexts', {}, 400, INVALID],
  ['§5.13.3.4', 'the kind is unknown', 'GET', '/jsonldContexts?kind=Other', undefined, 400, BAD],
  ['§5.13.4.4', 'it is unknown', 'GET', '/jsonldContexts/none', undefined, 404, NOT_FOUND],
  ['§5.13.5.4', 'it is unknown', 'DELETE', '/jsonldContexts/none', undefined, 404, NOT_FOUND],
  ['§5.14.1.4', 'it is unknown', 'GET', `/entityMaps/${unknown}`, undefined, 404, NOT_FOUND],
  ['§5.14.1.4', 'the id is no URI', 'GET', `/entityMaps/${bad}`, undefined, 400, BAD],
  [
    '§5.14.2.4',
    'it is unknown',
    'PATCH',
    `/entityMaps/${unknown}`,
    { expiresAt: '2027-01-01T00:00:00Z' },
    404,
    NOT_FOUND,
  ],
  ['§5.14.3.4', 'it is unknown', 'DELETE', `/entityMaps/${unknown}`, undefined, 404, NOT_FOUND],
  ['§5.14.4.4', 'it is too wide', 'GET', '/entityMaps', undefined, 400, BAD],
  ['§5.14.5.4', 'it says no time', 'GET', '/temporal/entityMaps?type=T', undefined, 400, BAD],
  ['§5.16.1.4', 'it exists already', 'POST', '/snapshots', snapshot, 409, EXISTS],
  ['§5.16.1.4', 'it has no query', 'POST', '/snapshots', { type: 'Snapshot' }, 400, BAD],
  [
    '§5.16.2.4',
    'the original is unknown',
    'POST',
    `/snapshots/${unknown}/clone`,
    { type: 'Snapshot' },
    404,
    NOT_FOUND,
  ],
  [
    '§5.16.2.4',
    'the clone exists already',
    'POST',
    `/snapshots/${snapshot.id}/clone`,
    { id: snapshot.id },
    409,
    EXISTS,
  ],
  ['§5.16.3.4', 'it is unknown', 'GET', `/snapshots/${unknown}`, undefined, 404, NOT_FOUND],
  [
    '§5.16.4.4',
    'the queries cannot be changed',
    'PATCH',
    `/snapshots/${snapshot.id}`,
    { snapshotQueries: [] },
    400,
    BAD,
  ],
  ['§5.16.5.4', 'it is unknown', 'DELETE', `/snapshots/${unknown}`, undefined, 404, NOT_FOUND],
  ['§5.16.7.4', 'q is missing', 'DELETE', '/snapshots', undefined, 400, BAD],
  ['§5.16.7.4', 'q is about something else', 'DELETE', '/snapshots?q=speed>1', undefined, 400, BAD],
];

describe('Errors of operations, by clause', () => {
  let broker: BrokerUnderTest;
  beforeAll(async () => {
    broker = startBroker();
    for (const [path, body] of [
      ['/entities', entity],
      ['/subscriptions', subscription],
      ['/csourceSubscriptions', subscription],
      ['/csourceRegistrations', registration],
      ['/snapshots', snapshot],
    ] as const)
      await broker.call('POST', path, body);
  });
  afterAll(() => broker.remove());

  it.each([...provision, ...consumption, ...subscriptions, ...sources, ...others])(
    '%s: %s (%s %s)',
    async (_clause, _what, method, path, body, status, type) => {
      const answer = await broker.call(method, path, body);
      const details = answer.json() as Readonly<Record<string, unknown>>;
      expect([answer.status, details['type']]).toEqual([
        status,
        `https://uri.etsi.org/ngsi-ld/errors/${type}`,
      ]);
      expect(details).toMatchObject({ title: expect.any(String) as string, status });
      expect(answer.headers['content-type']).toBe('application/json');
    },
  );

  it('tells of no identity what it cannot (§5.15.1): it answers for every tenant', async () => {
    const identity = (await broker.get('/info/sourceIdentity')) as Readonly<Record<string, unknown>>;
    expect(identity).toMatchObject({ type: 'ContextSourceIdentity', contextSourceAlias: 'city.example' });
    expect((await broker.call('GET', '/info/sourceIdentity', undefined, { accept: 'text/csv' })).status).toBe(
      406,
    );
  });
});
