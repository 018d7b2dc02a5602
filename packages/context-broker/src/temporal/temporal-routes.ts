import type { Answer, ApiRequest, Route } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import type { BrokerParts } from '../broker.ts';
import { answerContent, idSegment, negotiate } from '../entities/answer.ts';
import type { StartParsing } from '../entities/entity-routes.ts';
import { readBodyWithContext, readContext, tenantOf } from '../entities/request-context.ts';
import { projected } from '../entities/present.ts';
import { isUri } from '../entities/value-parser.ts';
import { parseJoin } from '../linked-entities/join.ts';
import { refuseDeepLinks } from '../linked-entities/linked-query.ts';
import { ngsiLdErrors } from '../ngsi-ld-errors.ts';
import { entityNotFound } from '../problems.ts';
import {
  listOf,
  parametersOf,
  parsePresentation,
  parseSelection,
  pickedAttributes,
  presentationParameters,
  selectionParameters,
  type Parameters,
} from '../query-language/entity-parameters.ts';
import { invalidOption, invalidParameter } from '../query-language/problems.ts';
import { parametersOfBody } from '../query-language/query-body.ts';
import { rememberedParse } from '../query-language/remembered-parse.ts';
import { pagingLinks } from '../query-language/query-routes.ts';
import { parseCollation } from '../ordering/ordering-parser.ts';
import { parseEvolution } from './evolution-parser.ts';
import { partial } from './partial-content.ts';
import { presentTemporal, type TemporalPresentation } from './present-temporal.ts';
import { SCOPE } from './scope-history.ts';
import { parseAggregation, parseTemporalQuery } from './temporal-query.ts';
import type { TemporalQuery, TemporalStore } from './temporal-store.ts';

/** Most instances that one answer shows, or aggregates; more are announced by 206 (§6.3.10). */
const maxInstances = (
  form: TemporalPresentation['form'],
  { temporalPageSize = 10_000 }: BrokerParts,
): number => (form === 'aggregatedValues' ? 100_000 : temporalPageSize);

const temporalParameters = [
  'timerel',
  'timeAt',
  'endTimeAt',
  'timeproperty',
  'lastN',
  'aggrMethods',
  'aggrPeriodDuration',
] as const;

const forms = ['temporalValues', 'aggregatedValues'] as const;

const representations: ReadonlySet<string> = new Set([
  ...forms,
  'normalized',
  'concise',
  'simplified',
  'keyValues',
]);

const refuseUnknownOptions = (options: readonly string[], format: string | undefined): void => {
  const isKnown = (name: string): boolean =>
    representations.has(name) || name === 'sysAttrs' || name === 'count';
  const unknown = options.find((name) => !isKnown(name));
  if (unknown !== undefined) throw invalidOption('options', unknown);
  if (format !== undefined && !representations.has(format)) throw invalidOption('format', format);
};

/** `options` and `format` of temporal operations name a form beside the usual ones (§6.3.12). */
const formOf = (
  given: Parameters,
): { readonly form: TemporalPresentation['form']; readonly rest: Parameters } => {
  const { format } = given;
  const options = listOf(given, 'options') ?? [];
  refuseUnknownOptions(options, format);
  // `format` goes before the formats that options name (§6.3.7).
  const named = format === undefined ? options : [...options.filter((name) => name === 'sysAttrs'), format];
  const asked = forms.filter((form) => named.includes(form));
  if (asked.length > 1) throw invalidParameter('options', 'only one format can be given');
  const others = named.filter((name) => !forms.some((form) => form === name));
  const { options: _options, format: _format, ...rest } = given;
  // Methods of aggregation ask for aggregated values (§5.2.44).
  const isAggregating = given['aggrMethods'] !== undefined || given['aggrPeriodDuration'] !== undefined;
  const isSimplified = others.includes('simplified') || others.includes('keyValues');
  return {
    form: asked[0] ?? (isSimplified ? 'temporalValues' : isAggregating ? 'aggregatedValues' : 'normalized'),
    rest: others.length === 0 ? rest : { ...rest, options: others.join(',') },
  };
};

const presentationOf = (given: Parameters, context: CompiledContext): TemporalPresentation => {
  const { form, rest } = formOf(given);
  const options = parsePresentation(rest);
  parseJoin(rest, options);
  const names = listOf(given, 'attrs') ?? pickedAttributes(given);
  const query: TemporalQuery = {
    ...parseTemporalQuery(given),
    ...(names === undefined ? {} : { attributes: names.map(context.expand) }),
  };
  return {
    options: { ...options, context },
    query,
    form,
    ...(form === 'aggregatedValues' ? { aggregation: parseAggregation(given, query) } : {}),
  };
};

/** What the temporal routes work with. */
export interface TemporalRoutesParts {
  readonly parts: BrokerParts;
  readonly store: TemporalStore;
  readonly startParsing: StartParsing;
}

/** Retrieve Temporal Evolution of an Entity (§5.7.3). */
const retrieve = ({ parts, store }: TemporalRoutesParts) => {
  const parse = rememberedParse(presentationOf);
  return async (request: ApiRequest): Promise<Answer> => {
    const mediaType = negotiate(request);
    const context = await readContext(request, parts.contexts);
    const presentation = parse(request, context);
    const id = request.params['id'] ?? '';
    if (!isUri(id)) throw invalidParameter('id', 'must be a URI');
    const { query, form } = presentation;
    const entity = await store.find(tenantOf(request), id, query, maxInstances(form, parts));
    if (entity === undefined) throw entityNotFound(id);
    const shown = presentTemporal(entity, presentation);
    if (Object.keys(shown).length === 0) throw entityNotFound(id);
    const answer = answerContent(shown, context, { mediaType });
    return partial(answer, [entity], query);
  };
};

/** Evolutions can be ordered by id only, which they are anyway (§5.7.4.4); tells whether it is descending. */
const parseIdOrder = ({ orderBy, collation }: Parameters): boolean => {
  parseCollation(collation);
  if (orderBy === undefined || orderBy === 'id' || orderBy === 'id;asc') return false;
  if (orderBy === 'id;desc') return true;
  throw invalidParameter('orderBy', 'temporal evolutions are ordered by id only');
};

/** Query Temporal Evolution of Entities (§5.7.4). */
const answerQuery = async (
  { parts, store }: TemporalRoutesParts,
  request: ApiRequest,
  asked: { readonly given: Parameters; readonly context: CompiledContext },
): Promise<Answer> => {
  const { given, context } = asked;
  const mediaType = negotiate(request);
  if (given['timerel'] === undefined) throw invalidParameter('timerel', 'is needed (§5.7.4.4)');
  const presentation = presentationOf(given, context);
  const { linkedQ, ...query } = parseSelection({ ...given, options: undefined, format: undefined }, context);
  refuseDeepLinks(linkedQ, 0);
  const isDescending = parseIdOrder(given);
  const page = await store.query(
    tenantOf(request),
    query,
    presentation.query,
    maxInstances(presentation.form, parts),
  );
  const { hasNext } = page;
  const { options } = presentation;
  const entities =
    options.datasetIds === undefined
      ? page.entities
      : page.entities.filter(({ attributes }) => Object.keys(projected(attributes, options)).length > 0);
  const ordered = isDescending ? entities.toReversed() : entities;
  const links = query.limit === 0 ? [] : pagingLinks(request, { query, shown: entities.length, hasNext });
  const answer = answerContent(
    ordered.map((entity) => presentTemporal(entity, presentation)),
    context,
    {
      mediaType,
      headers: {
        ...(page.count === undefined ? {} : { 'ngsild-results-count': String(page.count) }),
        ...(links.length === 0 ? {} : { link: links }),
      },
    },
  );
  return partial(answer, entities, presentation.query);
};

/** Create or Update Temporal Evolution of an Entity (§5.6.11): adds past instances, each once. */
const addEvolution =
  ({ parts, store, startParsing }: TemporalRoutesParts) =>
  async (request: ApiRequest): Promise<Answer> => {
    const { body, context } = await readBodyWithContext(request, parts.contexts);
    const { id, types, attributes, scopes } = parseEvolution(body, startParsing(context));
    const all = scopes.length === 0 ? attributes : { ...attributes, [SCOPE]: scopes };
    const { isNew } = await store.addHistory(tenantOf(request), { id, types }, all);
    const location = `/ngsi-ld/v1/temporal/entities/${idSegment(id)}`;
    return isNew ? { status: 201, headers: { location } } : { status: 204 };
  };

/** Temporal evolution (CIM 009 §6.18–§6.19, §6.24). */
export const temporalRoutes = (temporal: TemporalRoutesParts): Route[] => {
  const { parts } = temporal;
  const errors = ngsiLdErrors;
  const path = '/ngsi-ld/v1/temporal/entities';
  const query = [
    ...selectionParameters,
    ...presentationParameters,
    ...temporalParameters,
    'orderBy',
    'collation',
    'splitEntities',
  ];
  return [
    { clause: '6.18.3.1', method: 'POST', path, query: ['local'], errors, handle: addEvolution(temporal) },
    {
      clause: '6.18.3.2',
      method: 'GET',
      path,
      query,
      errors,
      handle: async (request) => {
        const context = await readContext(request, parts.contexts);
        return answerQuery(temporal, request, { given: parametersOf(request.query), context });
      },
    },
    {
      clause: '6.19.3.1',
      method: 'GET',
      path: `${path}/:id`,
      query: [...presentationParameters, ...temporalParameters, 'attrs', 'local'],
      errors,
      handle: retrieve(temporal),
    },
    {
      clause: '6.24.3.1',
      method: 'POST',
      path: '/ngsi-ld/v1/temporal/entityOperations/query',
      query: ['limit', 'offset', 'count', 'options', 'format', 'local', 'splitEntities'],
      errors,
      handle: async (request) => {
        const { body, context } = await readBodyWithContext(request, parts.contexts);
        const given = parametersOfBody(body, parametersOf(request.query), { isTemporal: true });
        return answerQuery(temporal, request, { given, context });
      },
    },
  ];
};
