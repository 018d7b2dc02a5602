import { problemJson, type Answer, type ApiRequest, type Route } from '@allmende/http';
import { DomainError } from '@allmende/kernel';
import { anyText } from '../catalogue/any-text.ts';
import type { CatalogueRecord, RecordKind } from '../catalogue/catalogue-record.ts';
import type { CatalogueStore } from '../catalogue/catalogue-store.ts';
import type { Catalogue } from '../catalogue/dataset.ts';
import { findPublished } from '../catalogue/published.ts';
import { portalProblems } from '../problems.ts';
import { readTenant, refuseParameter } from '../tenant-parameter.ts';
import { createAddresses, recordPaths, type Addresses } from '../rdf/addresses.ts';
import { catalogueQuads, type PagePosition } from '../rdf/catalogue-quads.ts';
import { rdfProblems } from '../rdf/rdf-problems.ts';
import { recordQuads } from '../rdf/record-quads.ts';
import { rdfFormats, rdfMediaTypes, serialise, type RdfFormat } from '../rdf/serialise.ts';
import { dcatUsCatalogue } from './dcat-us.ts';
import { preferred } from './negotiate.ts';
import { allPublished, publishedPage, withRelated } from './published-records.ts';
import { isDataset } from './schema-org.ts';
import { atomFeed, sitemap } from './xml-listings.ts';

export interface PublicationParts {
  readonly catalogue: CatalogueStore;
  /** Without trailing slash. */
  publicUrl(): string;
  /** What the catalogue of a tenant says of itself. */
  describe(tenant: string): Catalogue | Promise<Catalogue>;
}

const itemsPerPage = 100;

const readPage = ({ query }: ApiRequest): number => {
  const text = query.get('page') ?? '1';
  if (/^[1-9]\d{0,6}$/u.test(text)) return Number(text);
  throw refuseParameter('page', 'a whole number from 1 is expected');
};

const readSince = ({ query }: ApiRequest): string | undefined => {
  const text = query.get('modified_since') ?? undefined;
  if (text === undefined) return undefined;
  const time = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?$/u.test(text)
    ? Date.parse(text)
    : Number.NaN;
  if (Number.isNaN(time))
    throw refuseParameter(
      'modified_since',
      'a date or a point in time is expected, such as 2026-11-25T08:00:00Z',
    );
  return new Date(time).toISOString();
};

const typesOf = (formats: readonly RdfFormat[]) => formats.map((format) => rdfMediaTypes[format]);

const negotiated = (request: ApiRequest): RdfFormat => {
  const type = preferred(request.headers.accept, typesOf(rdfFormats));
  const format = rdfFormats.find((name) => rdfMediaTypes[name] === type);
  if (format !== undefined) return format;
  // A browser gets something to read rather than a refusal.
  if (preferred(request.headers.accept, ['text/html']) !== undefined) return 'ttl';
  throw new DomainError(rdfProblems.noSuchFormat, `Offered are ${typesOf(rdfFormats).join(', ')}.`);
};

const text = (mediaType: string, body: string, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status: 200,
  headers: {
    'content-type': `${mediaType}; charset=utf-8`,
    vary: 'accept',
    // Open data is for every page of the web.
    'access-control-allow-origin': '*',
    'x-content-type-options': 'nosniff',
    ...headers,
  },
  body,
});

interface Place {
  readonly addresses: Addresses;
  readonly path: string;
  readonly since: string | undefined;
}

const positionOf = ({ addresses, path, since }: Place, page: number, totalItems: number): PagePosition => {
  const last = Math.max(1, Math.ceil(totalItems / itemsPerPage));
  const at = (number: number) =>
    addresses.at(path, { page: String(number), ...(since === undefined ? {} : { modified_since: since }) });
  return {
    iri: at(page),
    first: at(1),
    last: at(last),
    totalItems,
    itemsPerPage,
    ...(page > 1 ? { previous: at(Math.min(page - 1, last)) } : {}),
    ...(page < last ? { next: at(page + 1) } : {}),
  };
};

const catalogPage = async (
  parts: PublicationParts,
  request: ApiRequest,
  format: RdfFormat,
): Promise<Answer> => {
  const tenant = readTenant(request.query);
  const page = readPage(request);
  const since = readSince(request);
  const addresses = createAddresses(parts.publicUrl(), tenant);
  const found = await publishedPage(parts.catalogue, {
    tenant,
    modifiedSince: since,
    sort: 'created',
    limit: itemsPerPage,
    offset: (page - 1) * itemsPerPage,
  });
  const position = positionOf({ addresses, path: request.path, since }, page, found.count);
  const records = await withRelated(parts.catalogue, tenant, found.records);
  const quads = catalogueQuads({ catalogue: await parts.describe(tenant), records, addresses, position });
  const links = position.next === undefined ? {} : { link: `<${position.next}>; rel="next"` };
  return text(rdfMediaTypes[format], await serialise(quads, format), links);
};

const catalogRoutes = (parts: PublicationParts): readonly Route[] => {
  const query = ['page', 'modified_since', 'tenant'];
  const errors = problemJson;
  return [
    {
      method: 'GET',
      path: '/catalog',
      query,
      errors,
      handle: (request) => catalogPage(parts, request, negotiated(request)),
    },
    ...rdfFormats.map((format): Route => ({
      method: 'GET',
      path: `/catalog.${format}`,
      query,
      errors,
      handle: (request) => catalogPage(parts, request, format),
    })),
  ];
};

const requirePublished = async (
  { catalogue }: PublicationParts,
  kind: RecordKind,
  tenant: string,
  idOrName: string,
): Promise<CatalogueRecord> => {
  const record = await findPublished(catalogue, { tenant, kind, idOrName });
  if (record !== undefined) return record;
  throw new DomainError(portalProblems.recordNotFound, `There is no ${kind} ${idOrName} in the catalogue.`);
};

const splitFormat = (name: string): readonly [name: string, format: RdfFormat | undefined] => {
  const format = rdfFormats.find((ending) => name.endsWith(`.${ending}`));
  return format === undefined ? [name, undefined] : [name.slice(0, -format.length - 1), format];
};

/** The address of an entry is that of its page, unless an ending or Accept asks for RDF. */
const asksForRdf = ({ params, headers }: ApiRequest): boolean =>
  splitFormat(params['name'] ?? '')[1] !== undefined ||
  preferred(headers.accept, ['text/html', ...typesOf(rdfFormats)]) !== 'text/html';

const recordAnswer = async (
  parts: PublicationParts,
  kind: RecordKind,
  request: ApiRequest,
): Promise<Answer> => {
  const [name, ending] = splitFormat(request.params['name'] ?? '');
  const tenant = readTenant(request.query);
  const record = await requirePublished(parts, kind, tenant, name);
  const addresses = createAddresses(parts.publicUrl(), tenant);
  const quads = recordQuads(await withRelated(parts.catalogue, tenant, [record]), addresses);
  const format = ending ?? negotiated(request);
  return text(rdfMediaTypes[format], await serialise(quads, format));
};

const recordRoutes = (parts: PublicationParts): readonly Route[] =>
  (['dataset', 'data-service', 'dataset-series'] as const).map((kind): Route => ({
    method: 'GET',
    path: `${recordPaths[kind]}/:name`,
    errors: problemJson,
    isFor: asksForRdf,
    handle: (request) => recordAnswer(parts, kind, request),
  }));

/** sitemaps.org allows 50,000 addresses in a file. */
const mostListed = 50_000;

const listingRoutes = (parts: PublicationParts): readonly Route[] => {
  const route = (path: string, answer: (tenant: string, addresses: Addresses) => Promise<Answer>): Route => ({
    method: 'GET',
    path,
    query: ['tenant'],
    errors: problemJson,
    handle: (request) => {
      const tenant = readTenant(request.query);
      return answer(tenant, createAddresses(parts.publicUrl(), tenant));
    },
  });
  return [
    route('/data.json', async (tenant, addresses) => {
      const records = await allPublished(parts.catalogue, tenant, ['dataset'], mostListed);
      const body = JSON.stringify(dcatUsCatalogue(records.filter(isDataset), addresses));
      return text('application/json', body);
    }),
    route('/sitemap.xml', async (tenant, addresses) => {
      const records = await allPublished(parts.catalogue, tenant, ['dataset'], mostListed);
      return text('application/xml', sitemap(records, addresses));
    }),
    route('/feed.atom', async (tenant, addresses) => {
      const { records } = await publishedPage(parts.catalogue, {
        tenant,
        sort: 'modified',
        limit: 50,
        offset: 0,
      });
      const { title } = await parts.describe(tenant);
      return text('application/atom+xml', atomFeed(anyText(title) ?? '', records, addresses));
    }),
  ];
};

/** The catalogue for machines: DCAT-AP.de, DCAT-US, sitemap and feed. */
export const publicationRoutes = (parts: PublicationParts): readonly Route[] => [
  ...catalogRoutes(parts),
  ...recordRoutes(parts),
  ...listingRoutes(parts),
];
