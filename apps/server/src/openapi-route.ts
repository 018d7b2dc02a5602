import {
  openApiDocument,
  problemJson,
  type ApiDescription,
  type OperationDescription,
  type Route,
} from '@allmende/http';

const path = '/api/openapi.json';

const answer = (summary: string, mediaType: string): OperationDescription => ({
  tag: 'Operation',
  summary,
  answers: {
    200: { description: 'What was asked for.', mediaTypes: [mediaType] },
    400: { description: 'The request is not understood.', mediaTypes: ['application/problem+json'] },
    405: { description: 'The address does not know this method.', mediaTypes: ['application/problem+json'] },
  },
});

const ready = answer('Whether requests can be served', 'application/json');

/** What the server's own routes do not say by themselves. */
export const serverApi: ApiDescription = {
  schemas: {},
  parameters: {},
  operations: {
    'GET /health': answer('Whether the process lives', 'application/json'),
    'GET /ready': {
      ...ready,
      answers: {
        ...ready.answers,
        503: { description: 'Not now.', mediaTypes: ['application/json'] },
      },
    },
    'GET /metrics': answer('Figures for Prometheus', 'text/plain'),
    'GET /problems': answer('What can go wrong, explained', 'text/html'),
    [`GET ${path}`]: answer('This document', 'application/json'),
  },
};

/** The whole API of the server as OpenAPI 3.1, made of its route tables and itself. */
export const openApiRoute = (routes: readonly Route[], descriptions: readonly ApiDescription[]): Route => {
  const route: Route = {
    method: 'GET',
    path,
    query: [],
    errors: problemJson,
    handle: () => ({
      status: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-cache' },
      body,
    }),
  };
  const info = {
    title: 'Allmende',
    version: '0.1.0',
    description:
      'Open urban data platform. Below /ngsi-ld/v1 NGSI-LD (ETSI GS CIM 009 v1.9.1): the JSON-LD context of a request is named ' +
      'in its Link header, or stands in bodies of application/ld+json; refusals are problem details in application/json. ' +
      'Below /api what the pages use; refusals are application/problem+json (RFC 9457).',
  };
  const body = JSON.stringify(openApiDocument(info, [...routes, route], descriptions));
  return route;
};
