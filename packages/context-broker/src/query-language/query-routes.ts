import type { Answer, ApiRequest, Route } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import type { BrokerParts } from '../broker.ts';
import {
  answerContent,
  answerDocuments,
  isStoredForm,
  negotiate,
  type MediaType,
} from '../entities/answer.ts';
import { presentEntity, presentFeature } from '../entities/present.ts';
import { readBodyWithContext, readContext, tenantOf } from '../entities/request-context.ts';
import { ngsiLdErrors } from '../ngsi-ld-errors.ts';
import {
  parametersOf,
  parsePresentation,
  parseSelection,
  presentationParameters,
  selectionParameters,
  type Parameters,
} from './entity-parameters.ts';
import { parametersOfBody } from './query-body.ts';
import type { EntityQuery } from './query.ts';

/** Where the page lies in the whole, for the Link header (§6.3.10). */
export interface Paging {
  readonly query: EntityQuery;
  /** How many entities the page shows when it is shorter than the limit. */
  readonly shown?: number;
  /** Whether something comes after this page. */
  readonly hasNext: boolean;
}

const pageLink = ({ path, rawQuery }: ApiRequest, offset: number, relation: string): string => {
  const parameters = new URLSearchParams(rawQuery);
  parameters.set('offset', String(offset));
  return `<${path}?${parameters.toString()}>; rel="${relation}"; type="application/ld+json"`;
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
}

/** Query Entities (§5.7.2); one entity more than asked for tells whether there is a next page. */
const answerQuery = async (parts: BrokerParts, request: ApiRequest, asked: Asked): Promise<Answer> => {
  const { given, context, mediaType } = asked;
  const query = parseSelection(given, context);
  const options = { ...parsePresentation(given), context };
  const tenant = tenantOf(request);
  const withNext = { ...query, limit: query.limit + 1 };
  const detailsOf = (count: number | undefined, found: number) => {
    const links = query.limit === 0 ? [] : pagingLinks(request, { query, hasNext: found > query.limit });
    return {
      mediaType,
      headers: {
        ...(count === undefined ? {} : { 'ngsild-results-count': String(count) }),
        ...(links.length === 0 ? {} : { link: links }),
      },
    };
  };
  if (isStoredForm(options, context, mediaType)) {
    const { documents, count } = await parts.entities.queryDocuments(tenant, withNext);
    return answerDocuments(documents.slice(0, query.limit), context, detailsOf(count, documents.length));
  }
  const page = await parts.entities.query(tenant, withNext);
  const entities = page.entities.slice(0, query.limit);
  const geometryProperty = given['geometryProperty'] ?? 'location';
  const content =
    mediaType === 'application/geo+json'
      ? {
          type: 'FeatureCollection',
          features: entities.map((entity) => presentFeature(entity, options, geometryProperty)),
        }
      : entities.map((entity) => presentEntity(entity, options));
  return answerContent(content, context, detailsOf(page.count, page.entities.length));
};

const offered: readonly MediaType[] = ['application/json', 'application/ld+json', 'application/geo+json'];

/** Querying entities by GET and by POST (CIM 009 §6.4.3.2, §6.23.3.1). */
export const queryRoutes = (parts: BrokerParts): Route[] => {
  const query = [...selectionParameters, ...presentationParameters, 'geometryProperty'];
  return [
    {
      clause: '6.4.3.2',
      method: 'GET',
      path: '/ngsi-ld/v1/entities',
      query,
      errors: ngsiLdErrors,
      handle: async (request) => {
        const mediaType = negotiate(request, offered);
        const context = await readContext(request, parts.contexts);
        return answerQuery(parts, request, { given: parametersOf(request.query), context, mediaType });
      },
    },
    {
      clause: '6.23.3.1',
      method: 'POST',
      path: '/ngsi-ld/v1/entityOperations/query',
      query: ['limit', 'offset', 'count', 'options', 'format', 'local', 'geometryProperty'],
      errors: ngsiLdErrors,
      handle: async (request) => {
        const mediaType = negotiate(request, offered);
        const { body, context } = await readBodyWithContext(request, parts.contexts);
        const given = parametersOfBody(body, parametersOf(request.query));
        return answerQuery(parts, request, { given, context, mediaType });
      },
    },
  ];
};
