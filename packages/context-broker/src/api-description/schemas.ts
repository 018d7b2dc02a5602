import type { JsonSchema } from '@allmende/http';
import { notificationTriggers } from '../subscriptions/subscription.ts';
import { registrationModes } from '../registrations/registration.ts';

const text: JsonSchema = { type: 'string', minLength: 1 };
const uri: JsonSchema = {
  type: 'string',
  format: 'uri',
  pattern: '^[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9:._/-]+$',
};
const time: JsonSchema = { type: 'string', format: 'date-time', examples: ['2026-01-31T12:00:00Z'] };
const name: JsonSchema = { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_]*$' };
const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items, minItems: 1 });
const pairs: JsonSchema = listOf({
  type: 'object',
  properties: { key: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9-]*$' }, value: { type: 'string' } },
  required: ['key', 'value'],
  additionalProperties: false,
});

export const ref = (schema: string): JsonSchema => ({ $ref: `#/components/schemas/${schema}` });

const typed = (type: string): JsonSchema => ({ const: type });
const closed = (properties: JsonSchema, required: readonly string[] = []): JsonSchema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

const language: JsonSchema = { type: 'string', pattern: '^[a-z]{2}$' };
const scopeQuery: JsonSchema = { type: 'string', pattern: '^/[a-z]+(/[a-z]+)*(/#)?$' };
const idPattern: JsonSchema = { type: 'string', pattern: '^[a-z:]+([.][*])?$' };
const valueQuery: JsonSchema = {
  type: 'string',
  description: 'Query by values (§4.9).',
  pattern: '^[a-z]+((==|!=|>=|<=|<|>)([0-9]{1,6}|"[a-z ]*"))?([;|][a-z]+(==|<|>)[0-9]{1,6})?$',
};
const point: JsonSchema = {
  type: 'array',
  prefixItems: [
    { type: 'number', minimum: -180, maximum: 180 },
    { type: 'number', minimum: -90, maximum: 90 },
  ],
  items: false,
  minItems: 2,
};
const selector = closed({ id: uri, idPattern, type: name }, ['type']);
const geoQuery = closed(
  {
    georel: {
      type: 'string',
      pattern: '^near;(max|min)Distance==[1-9][0-9]{0,5}$',
      examples: ['near;maxDistance==500'],
    },
    geometry: typed('Point'),
    coordinates: point,
    geoproperty: name,
  },
  ['georel', 'geometry', 'coordinates'],
);

const attribute: JsonSchema = {
  description: 'An attribute in normalized, concise or simplified form (§4.5).',
  anyOf: [
    {
      type: 'object',
      properties: {
        type: typed('Property'),
        value: { type: ['string', 'number', 'boolean', 'object', 'array'] },
        observedAt: time,
        unitCode: text,
        datasetId: uri,
      },
      required: ['type', 'value'],
    },
    {
      type: 'object',
      properties: { type: typed('Relationship'), object: uri, observedAt: time, datasetId: uri },
      required: ['type', 'object'],
    },
    {
      type: 'object',
      properties: {
        type: typed('GeoProperty'),
        value: {
          type: 'object',
          properties: {
            type: typed('Point'),
            coordinates: point,
          },
          required: ['type', 'coordinates'],
        },
      },
      required: ['type', 'value'],
    },
    { type: ['string', 'number', 'boolean'] },
  ],
};

const attributeNames = { propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9]*$' } };
const attributes = { additionalProperties: ref('Attribute'), ...attributeNames };

const query = {
  type: typed('Query'),
  entities: listOf(selector),
  attrs: listOf(name),
  q: valueQuery,
  geoQ: geoQuery,
  scopeQ: scopeQuery,
  lang: language,
};

const endpoint = closed(
  {
    uri: { type: 'string', format: 'uri', pattern: '^(https?|mqtts?)://[a-z0-9.]+/[a-z]+$' },
    accept: { enum: ['application/json', 'application/ld+json'] },
    receiverInfo: pairs,
    notifierInfo: pairs,
    timeout: { type: 'number', exclusiveMinimum: 0 },
    cooldown: { type: 'number', minimum: 0 },
  },
  ['uri'],
);

const onChange = {
  watchedAttributes: listOf(name),
  notificationTrigger: listOf({ enum: notificationTriggers }),
  throttling: { type: 'number', exclusiveMinimum: 0, maximum: 31_536_000 },
};
const periodic = { timeInterval: { type: 'number', exclusiveMinimum: 0 } };

const subscription = {
  subscriptionName: text,
  description: text,
  entities: listOf(selector),
  q: valueQuery,
  geoQ: geoQuery,
  scopeQ: scopeQuery,
  isActive: { type: 'boolean' },
  expiresAt: time,
  notification: closed(
    {
      attributes: listOf(name),
      format: { enum: ['normalized', 'concise', 'keyValues', 'simplified'] },
      sysAttrs: { type: 'boolean' },
      showChanges: { type: 'boolean' },
      endpoint,
    },
    ['endpoint'],
  ),
};

const registration = {
  registrationName: text,
  description: text,
  information: listOf(
    closed({
      entities: listOf(selector),
      propertyNames: listOf(name),
      relationshipNames: listOf(name),
    }),
  ),
  endpoint: { type: 'string', format: 'uri', pattern: '^https?://[a-z0-9.]+$' },
  mode: { enum: registrationModes },
  operations: listOf({ enum: ['federationOps', 'retrieveOps', 'updateOps', 'redirectionOps'] }),
  tenant: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' },
  contextSourceInfo: pairs,
  management: closed({
    timeout: { type: 'number', exclusiveMinimum: 0 },
    cooldown: { type: 'number', exclusiveMinimum: 0 },
    localOnly: { type: 'boolean' },
  }),
  expiresAt: time,
};

/** Data types of the API (CIM 009 §5.2) as far as a client has to know them to write a body. */
export const brokerSchemas: Readonly<Record<string, JsonSchema>> = {
  Attribute: attribute,
  Entity: {
    type: 'object',
    properties: { id: uri, type: name },
    required: ['id', 'type'],
    ...attributes,
    examples: [{ id: 'urn:ngsi-ld:Bench:1', type: 'Bench', seats: { type: 'Property', value: 4 } }],
  },
  EntityFragment: { type: 'object', ...attributes, examples: [{ seats: 5 }] },
  EntityTemporal: {
    type: 'object',
    properties: { id: uri, type: name },
    required: ['id', 'type'],
    additionalProperties: { type: 'array', items: ref('Attribute'), minItems: 1 },
    ...attributeNames,
  },
  Entities: { type: 'array', items: ref('Entity'), minItems: 1, maxItems: 1000 },
  EntityIds: { type: 'array', items: uri, minItems: 1, maxItems: 1000 },
  Query: closed(query, ['type']),
  TemporalQuery: closed(
    {
      ...query,
      temporalQ: closed({ timerel: { enum: ['before', 'after', 'between'] }, timeAt: time, endTimeAt: time }),
    },
    ['type'],
  ),
  Subscription: {
    anyOf: [onChange, periodic].map((timing) =>
      closed({ id: uri, type: typed('Subscription'), ...subscription, ...timing }, [
        'type',
        'entities',
        'notification',
      ]),
    ),
  },
  SubscriptionFragment: closed({ ...subscription, ...onChange, ...periodic }),
  ContextSourceRegistration: {
    ...closed({ id: uri, type: typed('ContextSourceRegistration'), ...registration }, [
      'type',
      'information',
      'endpoint',
    ]),
  },
  ContextSourceRegistrationFragment: closed({ ...registration }),
  Context: {
    type: 'object',
    properties: {
      '@context': {
        type: 'object',
        patternProperties: { '^[A-Za-z]+$': { type: 'string', pattern: '^https://example[.]org/[a-z]+$' } },
      },
    },
    required: ['@context'],
  },
  Snapshot: closed(
    {
      id: uri,
      type: typed('Snapshot'),
      snapshotQueries: listOf(ref('Query')),
      snapshotPriority: { type: 'integer', minimum: 1, maximum: 10 },
      expiresAt: time,
    },
    ['type', 'snapshotQueries'],
  ),
  SnapshotFragment: closed({
    snapshotPriority: { type: 'integer', minimum: 1, maximum: 10 },
    expiresAt: time,
  }),
  SnapshotClone: closed({ id: uri, type: typed('Snapshot') }),
  EntityMapFragment: { type: 'object', properties: { expiresAt: time } },
  SubscriptionTrial: closed({ subscription: ref('Subscription'), entityId: uri, send: { const: false } }, [
    'subscription',
  ]),
  RegistrationTrial: closed({ registration: ref('ContextSourceRegistration') }, ['registration']),
  ContextTrial: closed(
    {
      context: { type: 'object' },
      names: { type: 'array', items: { type: 'string' }, maxItems: 100 },
      entity: ref('Entity'),
    },
    ['context'],
  ),
  NgsiLdProblem: {
    type: 'object',
    description: 'RFC 9457 members in plain JSON (§5.5.3).',
    properties: {
      type: { type: 'string', format: 'uri' },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string' },
      instance: { type: 'string' },
      errors: { type: 'array' },
    },
    required: ['type', 'title'],
  },
};
