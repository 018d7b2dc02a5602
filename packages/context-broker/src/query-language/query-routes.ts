import type { Answer, ApiRequest, Route } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import type { BrokerParts } from '../broker.ts';
import {
  answerContent,
  answerDocuments,
  geoJsonDetails,
  isStoredForm,
  negotiate,
  type MediaType,
} from '../entities/answer.ts';
import type { Entity } from '../entities/entity.ts';
import { presentEntity, presentFeature, type Json, type PresentOptions } from '../entities/present.ts';
import { derivedRequest, readBodyWithContext, readContext, tenantOf } from '../entities/request-context.ts';
import { joinParameters, parseJoin, type Join } from '../linked-entities/join.ts';
import { refuseDeepLinks, resolveLinks } from '../linked-entities/linked-query.ts';
import { LinkedPresenter } from '../linked-entities/present-linked.ts';
import { ngsiLdErrors } from '../ngsi-ld-errors.ts';
import { orderingParameters, parseOrdering, type Ordering } from '../ordering/ordering-parser.ts';
import { queryOrdered } from '../ordering/query-ordered.ts';
import {
  parametersOf,
  parsePresentation,
  parseSelection,
  presentationParameters,
  selectionParameters,
  type Parameters,
} from './entity-parameters.ts';
import { invalidParameter } from './problems.ts';
import { parametersOfBody } from './query-body.ts';
import type { EntityQuery, LinkedNode } from './query.ts';
import { rememberedParse } from './remembered-parse.ts';

const offered: readonly MediaType[] = ['application/json', 'application/ld+json', 'application/geo+json'];

/** Where the page lies in the whole, for the Link header (§6.3.10). */
export interface Paging {
  readonly query: EntityQuery;
  /** How many entities the page shows when it is shorter than the limit. */
  readonly shown?: number;
  /** Whether something comes after this page. */
  readonly hasNext: boolean;
}

/** Written as the specification's examples are: what a query may hold as it is, is not encoded (RFC 3986 §3.4). */
const queryText = (text: string): string =>
  encodeURIComponent(text).replaceAll('%3A', ':').replaceAll('%2F', '/');

const pageLink = (request: ApiRequest, offset: number, relation: string): string => {
  const parameters = new URLSearchParams(request.rawQuery);
  parameters.set('offset', String(offset));
  const query = [...parameters].map((pair) => pair.map(queryText).join('=')).join('&');
  const mediaType = negotiate(request, offered);
  return `<${request.path}?${query}>;rel="${relation}";type="${mediaType}"`;
};

/** One address for a page of a query, in whatever order its parameters were given: caches keep it once. */
const inOneForm = (request: ApiRequest): ApiRequest => {
  const parameters = new URLSearchParams(request.rawQuery);
  // A place for the page's own, which each link sets.
  parameters.set('offset', '0');
  parameters.sort();
  return derivedRequest(request, { path: request.path.replace(/\/$/u, ''), rawQuery: parameters.toString() });
};

/** Links to the next and previous page. */
export const pagingLinks = (
  request: ApiRequest,
  { query, shown = query.limit, hasNext }: Paging,
): readonly string[] => [
  ...(query.offset > 0 ? [pageLink(request, Math.max(0, query.offset - query.limit), 'prev')] : []),
  ...(hasNext ? [pageLink(request, query.offset + shown, 'next')] : []),
];

interface Asked {
  readonly given: Parameters;
  readonly context: CompiledContext;
  readonly mediaType: MediaType;
  /** What the parameters mean, if that is known already. */
  readonly parsed?: ParsedQuery;
}

/** What the parameters of a query mean, whoever asks. */
interface ParsedQuery {
  readonly given: Parameters;
  readonly query: EntityQuery;
  /** The same with one entity more, which tells whether there is a next page. */
  readonly withNext: EntityQuery;
  readonly linkedQ: LinkedNode | undefined;
  readonly ordering: Ordering | undefined;
  readonly join: Join | undefined;
  readonly options: PresentOptions;
}

const withNextOf = (query: EntityQuery): EntityQuery => ({ ...query, limit: query.limit + 1 });

const parseAsked = (given: Parameters, context: CompiledContext): ParsedQuery => {
  const { linkedQ, ...query } = parseSelection(given, context);
  const presentation = parsePresentation(given);
  const join = parseJoin(given, presentation);
  const ordering = parseOrdering(given, context);
  refuseDeepLinks(linkedQ, join?.level ?? 0);
  const options = { ...presentation, context };
  return { given, query, withNext: withNextOf(query), linkedQ, ordering, join, options };
};

/** What a query asks for, once its parameters are understood. */
interface UnderstoodQuery extends Omit<ParsedQuery, 'linkedQ' | 'given'> {
  readonly tenant: string;
}

const understand = async (
  parts: BrokerParts,
  request: ApiRequest,
  asked: Asked,
): Promise<UnderstoodQuery> => {
  const { given, context, mediaType, parsed = parseAsked(given, context) } = asked;
  refuseGeometryProperty(given, mediaType);
  const tenant = tenantOf(request);
  const { linkedQ } = parsed;
  if (linkedQ === undefined) return { ...parsed, tenant };
  const { entities } = parts;
  const query = { ...parsed.query, q: await resolveLinks(linkedQ, { entities, tenant }) };
  return { ...parsed, query, withNext: withNextOf(query), tenant };
};

/** geometryProperty says what a GeoJSON feature shows, so it needs GeoJSON (§5.7.1.4, §5.7.2.4). */
export const refuseGeometryProperty = ({ geometryProperty }: Parameters, mediaType: MediaType): void => {
  if (geometryProperty !== undefined && mediaType !== 'application/geo+json')
    throw invalidParameter('geometryProperty', 'needs Accept: application/geo+json');
};

const presentPage = (
  parts: BrokerParts,
  entities: readonly Entity[],
  { tenant, join, options }: UnderstoodQuery,
): Promise<readonly Json[]> | readonly Json[] => {
  if (join === undefined) return entities.map((entity) => presentEntity(entity, options));
  const presenter = new LinkedPresenter((id) => parts.entities.find(tenant, id), join);
  return join.mode === 'flat'
    ? presenter.flat(entities, options)
    : Promise.all(entities.map((entity) => presenter.inline(entity, options)));
};

/** The media type of the answer to a query (§6.3.4). */
export const negotiateQuery = (request: ApiRequest): MediaType => negotiate(request, offered);

/** Query Entities (§5.7.2); one entity more than asked for tells whether there is a next page. */
export const answerQuery = async (parts: BrokerParts, request: ApiRequest, asked: Asked): Promise<Answer> => {
  const { given, context, mediaType } = asked;
  const understood = await understand(parts, request, asked);
  const { tenant, query, withNext, options, ordering, join } = understood;
  const detailsOf = (count: number | undefined, found: number) => {
    const links =
      query.limit === 0 ? [] : pagingLinks(inOneForm(request), { query, hasNext: found > query.limit });
    return {
      mediaType,
      ...(mediaType === 'application/geo+json' ? geoJsonDetails(request) : {}),
      headers: {
        ...(count === undefined ? {} : { 'ngsild-results-count': String(count) }),
        ...(links.length === 0 ? {} : { link: links }),
      },
    };
  };
  if (ordering === undefined && join === undefined && isStoredForm(options, context, mediaType)) {
    const { documents, count } = await parts.entities.queryDocuments(tenant, withNext);
    return answerDocuments(documents.slice(0, query.limit), context, detailsOf(count, documents.length));
  }
  const page =
    ordering === undefined
      ? await parts.entities.query(tenant, withNext)
      : await queryOrdered({ entities: parts.entities, tenant }, withNext, ordering);
  const entities = page.entities.slice(0, query.limit);
  const geometryProperty = given['geometryProperty'] ?? 'location';
  const content =
    mediaType === 'application/geo+json'
      ? {
          type: 'FeatureCollection',
          features: entities.map((entity) => presentFeature(entity, options, geometryProperty)),
        }
      : await presentPage(parts, entities, understood);
  return answerContent(content, context, detailsOf(page.count, page.entities.length));
};

/** Querying entities by GET and by POST (CIM 009 §6.4.3.2, §6.23.3.1). */
export const queryRoutes = (parts: BrokerParts): Route[] => {
  const parse = rememberedParse(parseAsked);
  const query = [
    ...selectionParameters,
    ...presentationParameters,
    ...joinParameters,
    ...orderingParameters,
    'geometryProperty',
    'splitEntities',
  ];
  return [
    {
      clause: '6.4.3.2',
      method: 'GET',
      path: '/ngsi-ld/v1/entities',
      query,
      errors: ngsiLdErrors,
      handle: async (request) => {
        const mediaType = negotiateQuery(request);
        const context = await readContext(request, parts.contexts);
        const parsed = parse(request, context);
        return answerQuery(parts, request, { given: parsed.given, context, mediaType, parsed });
      },
    },
    {
      clause: '6.23.3.1',
      method: 'POST',
      path: '/ngsi-ld/v1/entityOperations/query',
      query: [
        'limit',
        'offset',
        'count',
        'options',
        'format',
        'local',
        'geometryProperty',
        'splitEntities',
        ...joinParameters,
      ],
      errors: ngsiLdErrors,
      handle: async (request) => {
        const mediaType = negotiateQuery(request);
        const { body, context } = await readBodyWithContext(request, parts.contexts);
        const given = parametersOfBody(body, parametersOf(request.query));
        return answerQuery(parts, request, { given, context, mediaType });
      },
    },
  ];
};
