import type { AnswerDescription, ApiDescription, JsonSchema, OperationDescription } from '@allmende/http';
import { tenantName } from './body-reader.ts';

const json = ['application/json'];
const ref = (schema: string): JsonSchema => ({ $ref: `#/components/schemas/${schema}` });

const refusals: Readonly<Record<number, string>> = {
  400: 'The request is not understood, or its content does not fit.',
  404: 'There is no such thing.',
  405: 'The address does not know this method.',
  409: 'It exists already, or was changed meanwhile.',
  413: 'The body is too large.',
  415: 'The media type of the body is not supported.',
  503: 'The storage is not available.',
};

const problem = (status: number): AnswerDescription => ({
  description: refusals[status] ?? '',
  mediaTypes: ['application/problem+json'],
  schema: ref('Problem'),
});

interface Words {
  readonly tag: string;
  readonly summary: string;
  readonly done: number;
  /** Name of the body's schema. */
  readonly body?: string;
  readonly headers?: readonly string[];
}

const describe = ({ tag, summary, done, body, headers = [] }: Words): OperationDescription => {
  const refused = [400, 404, 405, 409, 503, ...(body === undefined ? [] : [413, 415])];
  return {
    tag,
    summary,
    headers,
    ...(body === undefined ? {} : { body: { mediaTypes: json, schema: ref(body) } }),
    answers: {
      [done]: done === 204 ? { description: 'Done.' } : { description: 'As it is now.', mediaTypes: json },
      ...Object.fromEntries(refused.map((status) => [status, problem(status)])),
    },
  };
};

const line: JsonSchema = { type: 'string', minLength: 1, maxLength: 200, pattern: '^\\S+( \\S+)*$' };

const tenant: JsonSchema = { type: 'string', pattern: tenantName.source };

const schemas: Readonly<Record<string, JsonSchema>> = {
  Problem: {
    type: 'object',
    description: 'RFC 9457.',
    properties: {
      type: { type: 'string' },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string' },
      instance: { type: 'string' },
      errors: { type: 'array' },
    },
    required: ['type', 'title', 'status'],
  },
  AlertRule: {
    type: 'object',
    properties: {
      name: line,
      tenant,
      entityType: line,
      entityId: line,
      severity: { enum: ['info', 'warning', 'critical'] },
      isActive: { type: 'boolean' },
      condition: {
        oneOf: [
          {
            type: 'object',
            properties: {
              kind: { const: 'threshold' },
              attribute: line,
              direction: { enum: ['above', 'below'] },
              raiseAt: { type: 'number' },
              clearAt: { type: 'number' },
              holdSeconds: { type: 'number', minimum: 0, maximum: 3600 },
            },
            required: ['kind', 'attribute', 'direction', 'raiseAt'],
            additionalProperties: false,
          },
          {
            type: 'object',
            properties: {
              kind: { const: 'missing-data' },
              attribute: line,
              afterSeconds: { type: 'number', minimum: 1, maximum: 86_400 },
            },
            required: ['kind', 'afterSeconds'],
            additionalProperties: false,
          },
        ],
      },
      recipients: {
        type: 'object',
        properties: {
          emails: { type: 'array', items: { type: 'string', format: 'email' }, maxItems: 50 },
          webhooks: { type: 'array', items: { type: 'string', format: 'uri' }, maxItems: 50 },
        },
        additionalProperties: false,
      },
      version: { type: 'integer', minimum: 1 },
    },
    required: ['name', 'entityType', 'severity', 'condition'],
    additionalProperties: false,
  },
  AlertAction: {
    type: 'object',
    properties: { by: line, note: { type: 'string', maxLength: 1000 } },
    required: ['by'],
    additionalProperties: false,
  },
  Dashboard: {
    type: 'object',
    properties: {
      id: { type: 'string', pattern: '^[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,99}$' },
      tenant: { ...tenant, description: 'Whose entities it shows.' },
      title: line,
      tiles: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            id: { type: 'string', pattern: '^[a-z0-9]{1,20}$' },
            kind: { enum: ['value', 'trend', 'chart', 'map', 'table'] },
            title: line,
            width: { type: 'integer', minimum: 1, maximum: 12 },
            entityId: line,
            entityType: line,
            attribute: line,
          },
          required: ['id', 'kind', 'title', 'width'],
          additionalProperties: false,
        },
      },
      version: { type: 'integer', minimum: 1 },
    },
    required: ['title', 'tiles'],
    additionalProperties: false,
  },
};

const rules = (words: Omit<Words, 'tag'>) => describe({ tag: 'Alert rules', ...words });
const alerts = (words: Omit<Words, 'tag'>) => describe({ tag: 'Alerts', ...words });
const dashboards = (words: Omit<Words, 'tag'>) => describe({ tag: 'Dashboards', ...words });
const versioned = ['If-Match'];

/** What the route tables of monitoring do not say by themselves, for the OpenAPI document. */
export const monitoringApi: ApiDescription = {
  schemas,
  parameters: {
    ':id': { description: 'Identifier.', schema: { type: 'string', minLength: 1, maxLength: 200 } },
    tenant: { description: 'Tenant; the default one where it is missing.', schema: tenant },
    limit: { description: 'Most results of a page.', schema: { type: 'integer', minimum: 1, maximum: 1000 } },
    offset: { description: 'Results to skip.', schema: { type: 'integer', minimum: 0, maximum: 1_000_000 } },
    status: {
      description: 'State of alerts.',
      schema: { enum: ['open', 'acknowledged', 'closed'] },
    },
    ruleId: { description: 'Alerts of this rule.', schema: { type: 'string' } },
    entityId: { description: 'Alerts of this entity.', schema: { type: 'string' } },
    'If-Match': {
      description: 'Version that the change was made on, if the body does not tell it.',
      schema: { type: 'string', pattern: '^"[1-9][0-9]{0,3}"$' },
    },
  },
  operations: {
    'GET /api/alert-rules': rules({ summary: 'List alert rules', done: 200 }),
    'POST /api/alert-rules': rules({ summary: 'Create an alert rule', done: 201, body: 'AlertRule' }),
    'GET /api/alert-rules/:id': rules({ summary: 'One alert rule', done: 200 }),
    'PUT /api/alert-rules/:id': rules({
      summary: 'Change an alert rule',
      done: 200,
      body: 'AlertRule',
      headers: versioned,
    }),
    'DELETE /api/alert-rules/:id': rules({ summary: 'Delete an alert rule', done: 204, headers: versioned }),
    'GET /api/alerts': alerts({ summary: 'List alerts', done: 200 }),
    'GET /api/alerts/:id': alerts({ summary: 'One alert with its messages', done: 200 }),
    'POST /api/alerts/:id/acknowledge': alerts({
      summary: 'Acknowledge an alert',
      done: 200,
      body: 'AlertAction',
    }),
    'POST /api/alerts/:id/close': alerts({ summary: 'Close an alert', done: 200, body: 'AlertAction' }),
    'GET /api/dashboards': dashboards({ summary: 'List dashboards', done: 200 }),
    'POST /api/dashboards': dashboards({ summary: 'Create a dashboard', done: 201, body: 'Dashboard' }),
    'GET /api/dashboards/:id': dashboards({ summary: 'One dashboard', done: 200 }),
    'PUT /api/dashboards/:id': dashboards({
      summary: 'Change a dashboard',
      done: 200,
      body: 'Dashboard',
      headers: versioned,
    }),
    'DELETE /api/dashboards/:id': dashboards({
      summary: 'Delete a dashboard',
      done: 204,
      headers: versioned,
    }),
  },
};
