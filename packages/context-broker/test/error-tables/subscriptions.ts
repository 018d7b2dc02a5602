import { alreadyExists, badRequest, notFound, type ErrorCase, type ErrorTable } from './error-table.ts';
import { known, subscription } from './world.ts';

const { notification } = subscription;
const { endpoint } = notification;
const fresh = { ...subscription, id: 'urn:ngsi-ld:Subscription:new' };

const withNotification = (more: object) => ({ notification: { ...notification, ...more } });
const withEndpoint = (more: object) => withNotification({ endpoint: { ...endpoint, ...more } });

/** Members that do not fit their data type (§5.2.12–§5.2.15). */
const members = [
  ['it is of another type (§5.2.12)', { type: 'Notification' }],
  ['a member is unknown (§5.2.12)', { colour: 'red' }],
  ['the list of entities is empty (§5.2.12)', { entities: [] }],
  ['a selector has no type (§5.2.33)', { entities: [{ id: 'urn:a:b' }] }],
  ['a selector has an id that is no URI (§5.2.33)', { entities: [{ type: 'Car', id: 'me' }] }],
  ['a selector has a pattern that is none (§5.2.33)', { entities: [{ type: 'Car', idPattern: '(' }] }],
  ['watchedAttributes are empty (§5.2.12)', { watchedAttributes: [] }],
  ['a trigger is unknown (§5.2.12)', { notificationTrigger: ['entityEaten'] }],
  ['watchedAttributes come with timeInterval (§5.2.12)', { watchedAttributes: ['a'], timeInterval: 5 }],
  ['throttling comes with timeInterval (§5.2.12)', { throttling: 5, timeInterval: 5 }],
  ['timeInterval is 0 (§5.2.12)', { timeInterval: 0 }],
  ['throttling is negative (§5.2.12)', { throttling: -1 }],
  ['expiresAt is over (§5.8.1.4)', { expiresAt: '2020-01-01T00:00:00Z' }],
  ['expiresAt is no date and time (§5.2.12)', { expiresAt: 'tomorrow' }],
  ['isActive is no boolean (§5.2.12)', { isActive: 'yes' }],
  ['q is not well formed (§4.9)', { q: 'speed>>5' }],
  ['csf is not well formed (§4.9)', { csf: 'a==' }],
  ['scopeQ is not well formed (§4.19)', { scopeQ: '/a//' }],
  ['geoQ has no geometry (§5.2.13)', { geoQ: { georel: 'within' } }],
  [
    'geoQ has an unknown georel (§4.10)',
    { geoQ: { georel: 'beside', geometry: 'Point', coordinates: [7, 51] } },
  ],
  ['datasetId is no URI (§5.2.12)', { datasetId: ['camera'] }],
  ['there is no endpoint (§5.2.14)', { notification: {} }],
  ['the endpoint has no uri (§5.2.15)', withNotification({ endpoint: {} })],
  ['the endpoint is no address (§5.2.15)', withEndpoint({ uri: 'me' })],
  ['the endpoint speaks another protocol (§5.2.15)', withEndpoint({ uri: 'ftp://a.example/' })],
  ['an MQTT endpoint has no topic (§7.2)', withEndpoint({ uri: 'mqtt://a.example' })],
  [
    'the MQTT version is unknown (§7.2)',
    withEndpoint({ uri: 'mqtt://a.example/b', notifierInfo: [{ key: 'MQTT-Version', value: 'mqtt9' }] }),
  ],
  ['accept is unknown (§5.2.15)', withEndpoint({ accept: 'text/html' })],
  ['timeout is negative (§5.2.15)', withEndpoint({ timeout: -1 })],
  ['cooldown is negative (§5.2.15)', withEndpoint({ cooldown: -1 })],
  ['receiverInfo is no list of pairs (§5.2.22)', withEndpoint({ receiverInfo: [{ key: 'a' }] })],
  [
    'receiverInfo holds what is no header (§6.3.8)',
    withEndpoint({ receiverInfo: [{ key: 'a b', value: 'c' }] }),
  ],
  ['the format is unknown (§5.2.14)', withNotification({ format: 'colourful' })],
  ['attributes are empty (§5.2.14)', withNotification({ attributes: [] })],
  ['pick is empty (§5.2.14)', withNotification({ pick: [] })],
  ['join is unknown (§5.2.14)', withNotification({ join: 'around' })],
  ['joinLevel is 0 (§5.2.14)', withNotification({ join: 'flat', joinLevel: 0 })],
  [
    'changes are to be shown in keyValues (§5.2.14)',
    withNotification({ showChanges: true, format: 'keyValues' }),
  ],
] as const;

const memberErrors = (body: object): readonly ErrorCase[] =>
  members.map(([when, more]) => badRequest(when, { body: { ...body, ...more } }));

const jsonldContextErrors = (body: object): readonly ErrorCase[] => [
  {
    when: 'jsonldContext cannot be retrieved (§5.8.1.4)',
    status: 504,
    type: 'LdContextNotAvailable',
    body: { ...body, jsonldContext: 'https://example.org/missing.jsonld' },
  },
  badRequest('jsonldContext is invalid (§5.8.1.4)', {
    body: { ...body, jsonldContext: 'https://example.org/cyclic.jsonld' },
  }),
  badRequest('jsonldContext is no address (§5.2.12)', { body: { ...body, jsonldContext: 'me' } }),
];

interface Kind {
  readonly what: string;
  readonly several: string;
  readonly path: string;
  readonly id: string;
  /** Clauses of create, query, retrieve, update, delete. */
  readonly clauses: readonly (readonly [string, string])[];
  readonly more?: readonly ErrorCase[];
}

const tablesOf = ({ what, several, path, id, clauses, more = [] }: Kind): readonly ErrorTable[] => {
  const clause = (index: number): readonly [string, string] => clauses[index] ?? ['', ''];
  const one = `${path}/${id}`;
  const ids = [
    badRequest('the id is no URI', { path: `${path}/me` }),
    notFound('it does not exist', { path: `${path}/urn:a:none` }),
  ];
  return [
    {
      operation: `Create ${what}`,
      clauses: clause(0),
      method: 'POST',
      route: path,
      valid: { path, body: fresh, status: 201 },
      common: ['object', 'context'],
      cases: [
        badRequest('the id is no URI (§5.2.12)', { body: { ...fresh, id: 'me' } }),
        badRequest('the type is missing (§5.2.12)', { body: { ...fresh, type: undefined } }),
        badRequest('there is no notification (§5.2.12)', { body: { ...fresh, notification: undefined } }),
        badRequest('neither entities nor attributes are named (§5.2.12)', {
          body: { ...fresh, entities: undefined },
        }),
        badRequest('timeInterval has no entities (§5.2.12)', {
          body: { ...fresh, entities: undefined, timeInterval: 5 },
        }),
        ...memberErrors(fresh),
        ...jsonldContextErrors(fresh),
        alreadyExists('it exists (§5.8.1.4)', { body: { ...fresh, id } }),
        ...more,
      ],
    },
    {
      operation: `Query ${several}`,
      clauses: clause(1),
      method: 'GET',
      route: path,
      valid: { path, status: 200 },
      common: ['context', 'accept', 'tenant', 'paging'],
      cases: [],
    },
    {
      operation: `Retrieve ${what}`,
      clauses: clause(2),
      method: 'GET',
      route: `${path}/:id`,
      valid: { path: one, status: 200 },
      common: ['context', 'accept', 'tenant'],
      cases: ids,
    },
    {
      operation: `Update ${what}`,
      clauses: clause(3),
      method: 'PATCH',
      route: `${path}/:id`,
      valid: { path: one, body: { description: 'new' }, status: 204 },
      common: ['object', 'context', 'tenant', 'mergePatch'],
      cases: [
        ...ids,
        badRequest('the body names another id (§5.2.12)', {
          body: { id: 'urn:a:other', type: 'Subscription' },
        }),
        badRequest('what is needed is removed (§5.2.12)', { body: { notification: 'urn:ngsi-ld:null' } }),
        ...memberErrors({}),
        ...jsonldContextErrors({}),
      ],
    },
    {
      operation: `Delete ${what}`,
      clauses: clause(4),
      method: 'DELETE',
      route: `${path}/:id`,
      valid: { path: one, status: 204 },
      common: ['tenant'],
      cases: ids,
    },
  ];
};

/** Subscriptions to entities and to registrations (§5.8, §5.11). */
export const subscriptionTables: readonly ErrorTable[] = [
  ...tablesOf({
    what: 'Subscription',
    several: 'Subscriptions',
    path: '/subscriptions',
    id: known.subscription,
    clauses: [
      ['5.8.1', '6.10.3.1'],
      ['5.8.4', '6.10.3.2'],
      ['5.8.3', '6.11.3.1'],
      ['5.8.2', '6.11.3.2'],
      ['5.8.5', '6.11.3.3'],
    ],
    more: [
      badRequest('there is a temporalQ, which is for registrations (§5.2.12)', {
        body: { ...fresh, temporalQ: { timerel: 'before', timeAt: '2026-01-01T00:00:00Z' } },
      }),
    ],
  }),
  ...tablesOf({
    what: 'Context Source Registration Subscription',
    several: 'Context Source Registration Subscriptions',
    path: '/csourceSubscriptions',
    id: known.sourceSubscription,
    clauses: [
      ['5.11.2', '6.12.3.1'],
      ['5.11.5', '6.12.3.2'],
      ['5.11.4', '6.13.3.1'],
      ['5.11.3', '6.13.3.2'],
      ['5.11.6', '6.13.3.3'],
    ],
    more: [
      badRequest('temporalQ has no time (§5.2.21)', { body: { ...fresh, temporalQ: { timerel: 'before' } } }),
    ],
  }),
];
