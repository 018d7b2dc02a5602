import type { AnswerDescription, ApiDescription, OperationDescription } from '@allmende/http';
import { brokerParameters } from './parameters.ts';
import { brokerSchemas, ref } from './schemas.ts';

const json = ['application/json'];
const linked = [...json, 'application/ld+json'];
const geo = [...linked, 'application/geo+json'];

const refusals: Readonly<Record<number, string>> = {
  400: 'The request is not understood, or its content does not fit.',
  403: 'The query is too complex.',
  404: 'What it is about does not exist, or the tenant does not.',
  405: 'The address does not know this method.',
  406: 'None of the accepted media types can be given.',
  409: 'It exists already, or conflicts with what exists.',
  411: 'The length of the body is not told.',
  413: 'The body is too large.',
  415: 'The media type of the body is not supported.',
  422: 'This kind of query is not supported.',
  502: 'A context source cannot be reached, or its answer is of no use.',
  503: 'The storage is not available.',
  504: 'A JSON-LD context cannot be had, or a context source does not answer in time.',
  508: 'The request has come back to where it was.',
};

const successes: Readonly<Record<number, string>> = {
  200: 'What was asked for.',
  201: 'Created; Location tells where.',
  204: 'Done.',
  206: 'A part; Content-Range tells which.',
  207: 'Done in part; the body tells what was not.',
};

const problem = (status: number, mediaType: string): AnswerDescription => ({
  description: refusals[status] ?? '',
  // A length that is missing is refused without a body.
  ...(status === 411 ? {} : { mediaTypes: [mediaType], schema: ref('NgsiLdProblem') }),
});

interface Words {
  readonly tag: string;
  readonly summary: string;
  readonly done: readonly number[];
  /** Media types of answers with content. */
  readonly media?: readonly string[];
  /** Name of the body's schema. */
  readonly body?: string;
  /** Refusals beside those that every operation has. */
  readonly refused?: readonly number[];
  readonly isPatch?: boolean;
  readonly isOwn?: boolean;
}

/** Statuses with a body. */
const withContent: ReadonlySet<number> = new Set([200, 206, 207]);

const describe = ({ tag, summary, done, body, refused = [], ...words }: Words): OperationDescription => {
  const { media = json, isPatch = false, isOwn = false } = words;
  const statuses = [400, 404, 405, 406, 503, 504, ...refused, ...(body === undefined ? [] : [411, 413, 415])];
  const errorType = isOwn ? 'application/problem+json' : 'application/json';
  return {
    tag,
    summary,
    ...(body === undefined
      ? {}
      : {
          body: {
            mediaTypes: isPatch ? [...json, 'application/merge-patch+json'] : json,
            schema: ref(body),
          },
        }),
    answers: {
      ...Object.fromEntries(
        done.map((status) => [
          status,
          {
            description: successes[status] ?? '',
            ...(withContent.has(status) ? { mediaTypes: status === 207 ? json : media } : {}),
          },
        ]),
      ),
      ...Object.fromEntries(statuses.map((status) => [status, problem(status, errorType)])),
    },
    headers: ['NGSILD-Tenant'],
  };
};

const api = '/ngsi-ld/v1';
/** Refusals of operations that other sources take part in. */
const distributed = [409, 502, 508];

const entities = (words: Omit<Words, 'tag'>) => describe({ tag: 'Entities', refused: distributed, ...words });
const write = (summary: string, body: string, done: readonly number[], isPatch = false) =>
  entities({ summary, body, done: [...done, 207], isPatch });
const batch = (summary: string, body: string, done: readonly number[]) =>
  describe({ tag: 'Batches', summary, body, done: [...done, 207], refused: distributed });
const read = (summary: string, media = linked) =>
  entities({ summary, done: [200], media, refused: [403, 422, ...distributed] });
const temporal = (words: Omit<Words, 'tag'>) =>
  describe({ tag: 'Temporal', ...words, refused: [403, 422, ...distributed, ...(words.refused ?? [])] });

const entityOperations = {
  [`POST ${api}/entities`]: write('Create Entity', 'Entity', [201]),
  [`GET ${api}/entities`]: read('Query Entities', geo),
  [`DELETE ${api}/entities`]: entities({
    summary: 'Purge Entities',
    done: [204, 207],
    refused: [403, 422, ...distributed],
  }),
  [`PUT ${api}/entities`]: write('Refuses a replacement without id', 'Entity', [], false),
  [`PATCH ${api}/entities`]: write('Refuses a merge without id', 'EntityFragment', [], true),
  [`GET ${api}/entities/:id`]: read('Retrieve Entity', geo),
  [`PUT ${api}/entities/:id`]: write('Replace Entity', 'EntityFragment', [204]),
  [`PATCH ${api}/entities/:id`]: write('Merge Entity', 'EntityFragment', [204], true),
  [`DELETE ${api}/entities/:id`]: entities({ summary: 'Delete Entity', done: [204, 207] }),
  [`POST ${api}/entities/:id/attrs`]: write('Append Attributes', 'EntityFragment', [204]),
  [`PATCH ${api}/entities/:id/attrs`]: write('Update Attributes', 'EntityFragment', [204], true),
  [`PATCH ${api}/entities/:id/attrs/:attribute`]: write('Partial Attribute Update', 'Attribute', [204], true),
  [`PUT ${api}/entities/:id/attrs/:attribute`]: write('Replace Attribute', 'Attribute', [204]),
  [`DELETE ${api}/entities/:id/attrs/:attribute`]: entities({
    summary: 'Delete Attribute',
    done: [204, 207],
  }),
  [`POST ${api}/entityOperations/create`]: batch('Batch Create', 'Entities', [201]),
  [`POST ${api}/entityOperations/upsert`]: batch('Batch Upsert', 'Entities', [201, 204]),
  [`POST ${api}/entityOperations/update`]: batch('Batch Update', 'Entities', [204]),
  [`POST ${api}/entityOperations/merge`]: batch('Batch Merge', 'Entities', [204]),
  [`POST ${api}/entityOperations/delete`]: batch('Batch Delete', 'EntityIds', [204]),
  [`POST ${api}/entityOperations/query`]: describe({
    tag: 'Batches',
    summary: 'Query Batch',
    body: 'Query',
    done: [200],
    media: geo,
    refused: [403, 422, ...distributed],
  }),
};

const discovery = (summary: string) =>
  describe({ tag: 'Discovery', summary, done: [200], media: linked, refused: distributed });

const pastOperations = {
  [`POST ${api}/temporal/entities`]: temporal({
    summary: 'Create or Update Temporal Entity',
    body: 'EntityTemporal',
    done: [201, 204, 207],
  }),
  [`GET ${api}/temporal/entities`]: temporal({
    summary: 'Query Temporal Evolution',
    done: [200, 206],
    media: linked,
  }),
  [`GET ${api}/temporal/entities/:id`]: temporal({
    summary: 'Retrieve Temporal Evolution',
    done: [200, 206],
    media: linked,
  }),
  [`DELETE ${api}/temporal/entities/:id`]: temporal({
    summary: 'Delete Temporal Evolution',
    done: [204, 207],
  }),
  [`POST ${api}/temporal/entities/:id/attrs`]: temporal({
    summary: 'Add Attributes to Temporal Evolution',
    body: 'EntityFragment',
    done: [204, 207],
  }),
  [`DELETE ${api}/temporal/entities/:id/attrs/:attribute`]: temporal({
    summary: 'Delete Attribute from Temporal Evolution',
    done: [204, 207],
  }),
  [`PATCH ${api}/temporal/entities/:id/attrs/:attribute/:instance`]: temporal({
    summary: 'Modify Attribute Instance',
    body: 'EntityFragment',
    done: [204, 207],
    isPatch: true,
  }),
  [`DELETE ${api}/temporal/entities/:id/attrs/:attribute/:instance`]: temporal({
    summary: 'Delete Attribute Instance',
    done: [204, 207],
  }),
  [`POST ${api}/temporal/entityOperations/query`]: temporal({
    summary: 'Query Temporal Evolution by POST',
    body: 'TemporalQuery',
    done: [200, 206],
    media: linked,
  }),
  [`GET ${api}/types`]: discovery('Retrieve Available Entity Types'),
  [`GET ${api}/types/:type`]: discovery('Retrieve Entity Type Information'),
  [`GET ${api}/attributes`]: discovery('Retrieve Available Attributes'),
  [`GET ${api}/attributes/:attribute`]: discovery('Retrieve Attribute Information'),
};

/** Create, list, retrieve, update and delete of what is kept under an address. */
const kept = (path: string, tag: string, [one, body]: readonly [name: string, body: string]) => ({
  [`POST ${path}`]: describe({ tag, summary: `Create ${one}`, body, done: [201], refused: [409, 422] }),
  [`GET ${path}`]: describe({
    tag,
    summary: `Query ${tag}`,
    done: [200],
    media: linked,
    refused: [403, 422],
  }),
  [`GET ${path}/:id`]: describe({ tag, summary: `Retrieve ${one}`, done: [200], media: linked }),
  [`PATCH ${path}/:id`]: describe({
    tag,
    summary: `Update ${one}`,
    body: `${body}Fragment`,
    done: [204],
    refused: [409, 422],
    isPatch: true,
  }),
  [`DELETE ${path}/:id`]: describe({ tag, summary: `Delete ${one}`, done: [204] }),
});

const contextFile = describe({
  tag: 'Contexts',
  summary: 'The context that notifications link to',
  done: [200],
  media: ['application/ld+json'],
});
const contexts = (words: Omit<Words, 'tag'>) => describe({ tag: 'Contexts', ...words });

const keptOperations = {
  ...kept(`${api}/subscriptions`, 'Subscriptions', ['Subscription', 'Subscription']),
  [`GET ${api}/subscriptions/:id/context`]: contextFile,
  ...kept(`${api}/csourceRegistrations`, 'Registrations', ['Registration', 'ContextSourceRegistration']),
  ...kept(`${api}/csourceSubscriptions`, 'Registration subscriptions', ['Subscription', 'Subscription']),
  [`GET ${api}/csourceSubscriptions/:id/context`]: contextFile,
  [`POST ${api}/jsonldContexts`]: contexts({ summary: 'Add @context', body: 'Context', done: [201] }),
  [`GET ${api}/jsonldContexts`]: contexts({ summary: 'List @contexts', done: [200] }),
  [`GET ${api}/jsonldContexts/:id`]: contexts({ summary: 'Serve @context', done: [200] }),
  [`DELETE ${api}/jsonldContexts/:id`]: contexts({ summary: 'Delete and Reload @context', done: [204] }),
};

const snapshots = (words: Omit<Words, 'tag'>) =>
  describe({ tag: 'Snapshots', refused: [403, 409, 422], ...words });
const maps = (words: Omit<Words, 'tag'>) =>
  describe({ tag: 'Entity maps', refused: [403, 422, ...distributed], ...words });

const otherOperations = {
  [`POST ${api}/snapshots`]: snapshots({ summary: 'Create Snapshot', body: 'Snapshot', done: [201] }),
  [`DELETE ${api}/snapshots`]: snapshots({ summary: 'Purge Snapshots', done: [204] }),
  [`GET ${api}/snapshots/:id`]: snapshots({
    summary: 'Retrieve Snapshot Status',
    done: [200],
    media: linked,
  }),
  [`PATCH ${api}/snapshots/:id`]: snapshots({
    summary: 'Update Snapshot Status',
    body: 'SnapshotFragment',
    done: [200],
    media: linked,
    isPatch: true,
  }),
  [`DELETE ${api}/snapshots/:id`]: snapshots({ summary: 'Delete Snapshot', done: [204] }),
  [`POST ${api}/snapshots/:id/clone`]: snapshots({
    summary: 'Clone Snapshot',
    body: 'SnapshotClone',
    done: [201],
  }),
  [`GET ${api}/entityMaps`]: maps({ summary: 'Create EntityMap', done: [201] }),
  [`GET ${api}/temporal/entityMaps`]: maps({ summary: 'Create EntityMap of the Past', done: [201] }),
  [`GET ${api}/entityMaps/:id`]: maps({ summary: 'Retrieve EntityMap', done: [200] }),
  [`PATCH ${api}/entityMaps/:id`]: maps({
    summary: 'Update EntityMap',
    body: 'EntityMapFragment',
    done: [204],
    isPatch: true,
  }),
  [`DELETE ${api}/entityMaps/:id`]: maps({ summary: 'Delete EntityMap', done: [204] }),
  [`GET ${api}/info/sourceIdentity`]: describe({
    tag: 'Discovery',
    summary: 'Retrieve Context Source Identity',
    done: [200],
    media: linked,
  }),
};

const own = (summary: string, words: Partial<Words> = {}) =>
  describe({ tag: 'Platform', summary, done: [200], isOwn: true, ...words });

const ownOperations = {
  'GET /api/live': own('Committed changes as server-sent events', { media: ['text/event-stream'] }),
  'GET /api/tenants': own('The tenants that exist'),
  'POST /api/subscription-trials': own('What a subscription would send', {
    body: 'SubscriptionTrial',
    refused: [409, 422],
  }),
  'POST /api/registration-trials': own('What a context source answers', { body: 'RegistrationTrial' }),
  'POST /api/context-trials': own('What a context makes of names', { body: 'ContextTrial' }),
};

/** What the broker's route tables do not say by themselves, for the OpenAPI document. */
export const contextBrokerApi: ApiDescription = {
  operations: {
    ...entityOperations,
    ...pastOperations,
    ...keptOperations,
    ...otherOperations,
    ...ownOperations,
  },
  parameters: brokerParameters,
  schemas: brokerSchemas,
};
