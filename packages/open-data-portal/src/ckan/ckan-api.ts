import type { ApiDescription, OperationDescription } from '@allmende/http';

const envelope = { mediaTypes: ['application/json'], schema: { $ref: '#/components/schemas/CkanEnvelope' } };

const answers: OperationDescription['answers'] = {
  200: { description: 'Done; the result is in `result`.', ...envelope },
  400: {
    description: 'The action is not known, or the request or the search query cannot be read.',
    mediaTypes: ['application/json'],
    schema: { anyOf: [{ type: 'string' }, { $ref: '#/components/schemas/CkanEnvelope' }] },
  },
  403: { description: 'The token is not known, or its role does not suffice.', ...envelope },
  404: { description: 'There is no such thing.', ...envelope },
  409: { description: 'Something that was sent is not valid.', ...envelope },
};

const describe = (summary: string, hasBody: boolean): OperationDescription => ({
  summary,
  tag: 'CKAN Action API',
  answers,
  ...(hasBody ? { body: { mediaTypes: ['application/json'], schema: { type: 'object' } } } : {}),
  headers: ['Authorization', 'X-CKAN-API-Key', 'NGSILD-Tenant'],
});

const read = describe('Run an action that only reads; `help_show` tells of each.', false);
const act = describe('Run an action; `help_show` tells of each.', true);

/** What the OpenAPI document tells of CKAN's Action API. */
export const ckanApi: ApiDescription = {
  operations: {
    'GET /api/3/action/:action': read,
    'POST /api/3/action/:action': act,
    'GET /api/action/:action': read,
    'POST /api/action/:action': act,
  },
  parameters: {
    ':action': {
      description: 'Name of the action, such as `package_search`.',
      schema: { type: 'string' },
    },
    Authorization: { description: 'API token.', schema: { type: 'string' } },
    'X-CKAN-API-Key': { description: 'API token, as older clients send it.', schema: { type: 'string' } },
    'NGSILD-Tenant': { description: 'The tenant; the default one unless told.', schema: { type: 'string' } },
  },
  schemas: {
    CkanEnvelope: {
      type: 'object',
      required: ['success'],
      properties: {
        help: { type: 'string' },
        success: { type: 'boolean' },
        result: {},
        error: { type: 'object', properties: { __type: { type: 'string' }, message: { type: 'string' } } },
      },
    },
  },
};
