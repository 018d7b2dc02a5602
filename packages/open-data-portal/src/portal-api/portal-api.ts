import type { AnswerDescription, ApiDescription, JsonSchema, OperationDescription } from '@allmende/http';
import { tenantName } from '../tenant-parameter.ts';
import { sortOrders } from './read-search.ts';

const problem = (description: string): AnswerDescription => ({
  description,
  mediaTypes: ['application/problem+json'],
  schema: { $ref: '#/components/schemas/Problem' },
});

const describe = (summary: string, schema: string): OperationDescription => ({
  tag: 'Open data portal',
  summary,
  answers: {
    200: {
      description: 'As it is now.',
      mediaTypes: ['application/json'],
      schema: { $ref: `#/components/schemas/${schema}` },
    },
    400: problem('The request is not understood.'),
    404: problem('There is no such thing.'),
    405: problem('The address does not know this method.'),
    503: problem('The storage is not available.'),
  },
});

const object = (
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[],
): JsonSchema => ({
  type: 'object',
  properties,
  required,
});
const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items });
const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
const text: JsonSchema = { type: 'string' };
const count: JsonSchema = { type: 'integer', minimum: 0 };
const flag: JsonSchema = { type: 'boolean' };
const languageMap: JsonSchema = {
  type: 'object',
  description: 'Text by language tag.',
  additionalProperties: text,
};

const counted = object({ value: text, label: languageMap, count }, ['value', 'label', 'count']);

const summary = {
  id: text,
  name: text,
  title: languageMap,
  summary: languageMap,
  organisation: ref('PortalReference'),
  formats: list(ref('PortalLabelled')),
  themes: list(ref('PortalLabelled')),
  distributions: count,
  modified: text,
  isLive: flag,
  isHighValue: flag,
};
const { title: _title, ...told } = summary;
const always = [
  'id',
  'name',
  'summary',
  'formats',
  'themes',
  'distributions',
  'modified',
  'isLive',
  'isHighValue',
];

const schemas: Readonly<Record<string, JsonSchema>> = {
  PortalReference: object({ name: text, title: text }, ['name', 'title']),
  PortalLabelled: object({ value: text, label: languageMap }, ['value', 'label']),
  PortalDatasetSummary: object(summary, [...always, 'title']),
  PortalDatasets: object(
    {
      count,
      datasets: list(ref('PortalDatasetSummary')),
      facets: { type: 'object', additionalProperties: list(counted) },
    },
    ['count', 'datasets', 'facets'],
  ),
  PortalDataset: object(
    {
      ...told,
      version: { type: 'integer', minimum: 1 },
      createdAt: text,
      modifiedAt: text,
      groups: list(ref('PortalReference')),
      content: { type: 'object', description: 'In the words of DCAT-AP.de.' },
      labels: { type: 'object', additionalProperties: languageMap },
      similar: list(ref('PortalDatasetSummary')),
      revisions: list(object({ version: count, at: text }, ['version', 'at'])),
    },
    [...always, 'version', 'createdAt', 'modifiedAt', 'groups', 'content', 'labels', 'similar', 'revisions'],
  ),
  PortalSuggestions: object({ suggestions: list({ type: 'object' }) }, ['suggestions']),
  PortalCollection: object({ id: text, name: text, title: text, description: text, datasets: count }, [
    'id',
    'name',
    'title',
    'description',
    'datasets',
  ]),
  PortalOrganisations: object({ count, organisations: list(ref('PortalCollection')) }, [
    'count',
    'organisations',
  ]),
  PortalGroups: object({ count, groups: list(ref('PortalCollection')) }, ['count', 'groups']),
  PortalThemes: object({ count, themes: list(ref('PortalLabelled')) }, ['count', 'themes']),
  PortalStatistics: { type: 'object', additionalProperties: count },
};

const facet = (description: string) => ({
  description: `${description}; named once for each value, values are alternatives.`,
  schema: text,
});

/** What the route table of the portal's API does not say by itself, for the OpenAPI document. */
export const portalApi: ApiDescription = {
  schemas,
  parameters: {
    ':idOrName': {
      description: 'Identifier or name.',
      schema: { type: 'string', minLength: 1, maxLength: 200 },
    },
    tenant: {
      description: 'Tenant; the default one where it is missing.',
      schema: { type: 'string', pattern: tenantName.source },
    },
    text: {
      description: 'Words as people type them; the last one may be unfinished.',
      schema: { type: 'string', maxLength: 500 },
    },
    bbox: {
      description: 'West, south, east and north in degrees: what lies in it or touches it.',
      schema: { type: 'string' },
    },
    sort: { description: 'Order of the results.', schema: { enum: sortOrders } },
    limit: { description: 'Most results of a page.', schema: { type: 'integer', minimum: 0, maximum: 100 } },
    offset: { description: 'Results to skip.', schema: { type: 'integer', minimum: 0, maximum: 1_000_000 } },
    organisation: facet('Names of organisations'),
    group: facet('Names of groups'),
    theme: facet('EU data themes'),
    keyword: facet('Keywords'),
    format: facet('EU file types'),
    licence: facet('Licences of the DCAT-AP.de list'),
    hvd: facet('Categories of high value datasets'),
    frequency: facet('EU frequencies'),
  },
  operations: {
    'GET /api/portal/datasets': describe('Search the published data sets', 'PortalDatasets'),
    'GET /api/portal/datasets/:idOrName': describe('One data set', 'PortalDataset'),
    'GET /api/portal/suggestions': describe('What somebody who is typing may mean', 'PortalSuggestions'),
    'GET /api/portal/organisations': describe('The organisations', 'PortalOrganisations'),
    'GET /api/portal/organisations/:idOrName': describe('One organisation', 'PortalCollection'),
    'GET /api/portal/groups': describe('The groups', 'PortalGroups'),
    'GET /api/portal/groups/:idOrName': describe('One group', 'PortalCollection'),
    'GET /api/portal/themes': describe('The themes that data sets have', 'PortalThemes'),
    'GET /api/portal/statistics': describe('The catalogue in numbers', 'PortalStatistics'),
  },
};
