import type { AnswerDescription, ApiDescription, OperationDescription } from '@allmende/http';
import { recordPaths } from '../rdf/addresses.ts';
import { rdfFormats, rdfMediaTypes } from '../rdf/serialise.ts';
import { tenantName } from '../tenant-parameter.ts';

const tag = 'Open data: the catalogue for machines';
const allTypes = Object.values(rdfMediaTypes);

const refusal = (description: string): AnswerDescription => ({
  description,
  mediaTypes: ['application/problem+json'],
});

const refusals = {
  400: refusal('A parameter is not valid; `errors` names it.'),
  404: refusal('There is no such entry among the published ones.'),
  406: refusal('None of the accepted formats is offered.'),
  503: refusal('The storage is not available.'),
} as const;

const operation = (
  summary: string,
  mediaTypes: readonly string[],
  refused: readonly (keyof typeof refusals)[],
): OperationDescription => ({
  summary,
  tag,
  answers: {
    200: { description: 'As it is now.', mediaTypes },
    ...Object.fromEntries(refused.map((status) => [status, refusals[status]])),
  },
});

const catalogue = 'A page of the catalogue in DCAT-AP.de 3.0, paged with Hydra';

/** What the OpenAPI document tells of the routes of the publication. */
export const publicationApi: ApiDescription = {
  operations: {
    'GET /catalog': operation(catalogue, allTypes, [400, 406, 503]),
    ...Object.fromEntries(
      rdfFormats.map((format) => [
        `GET /catalog.${format}`,
        operation(`${catalogue}, as ${rdfMediaTypes[format]}`, [rdfMediaTypes[format]], [400, 503]),
      ]),
    ),
    ...Object.fromEntries(
      Object.values(recordPaths).map((path) => [
        `GET ${path}/:name`,
        operation(
          'The page of an entry, or its RDF (DCAT-AP.de 3.0) by Accept or by an ending: .ttl, .jsonld, .rdf, .nt',
          ['text/html', ...allTypes],
          [400, 404, 406, 503],
        ),
      ]),
    ),
    'GET /data.json': operation('All datasets in DCAT-US 1.1', ['application/json'], [400, 503]),
    'GET /sitemap.xml': operation('All pages of datasets', ['application/xml'], [400, 503]),
    'GET /feed.atom': operation('What changed last (RFC 4287)', ['application/atom+xml'], [400, 503]),
  },
  parameters: {
    ':name': { description: 'Name or id of an entry, with an ending for RDF.', schema: { type: 'string' } },
    page: {
      description: 'Which page of a hundred entries.',
      schema: { type: 'integer', minimum: 1, default: 1 },
    },
    modified_since: {
      description: 'Entries changed since then.',
      schema: { type: 'string', format: 'date-time' },
    },
    tenant: {
      description: 'Whose catalogue; without it that of the default tenant.',
      schema: { type: 'string', pattern: tenantName.source },
    },
  },
  schemas: {},
};
