import type { Answer, ApiRequest } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import { readBodyWithContext, readContext, tenantOf } from '../entities/request-context.ts';
import { parseJoin } from '../linked-entities/join.ts';
import { refuseDeepLinks, resolveLinks } from '../linked-entities/linked-query.ts';
import {
  listOf,
  parametersOf,
  parseFlag,
  parsePresentation,
  parseSelection,
  type Parameters,
} from '../query-language/entity-parameters.ts';
import { parseQuery } from '../query-language/parser.ts';
import { invalidParameter } from '../query-language/problems.ts';
import { parametersOfBody } from '../query-language/query-body.ts';
import { answerQuery, negotiateQuery } from '../query-language/query-routes.ts';
import { matchesQuery } from '../query-language/matches.ts';
import type { EntityQuery } from '../query-language/query.ts';
import type { MediaType } from '../entities/answer.ts';
import type { Entity } from '../entities/entity.ts';
import { answerError } from './answer-error.ts';
import { askOnce } from './ask-source.ts';
import type { Distribute, Distributed, Distribution } from './distribution.ts';
import { queryingAnywhere } from './querying-anywhere.ts';
import { findingAnywhere, type FindingAnywhere } from './gather-entity.ts';
import { gather, type Gathered, type Origin } from './gather.ts';
import { mergeEntities } from './merge-entities.ts';
import { mergedView } from './merged-view.ts';
import { planRead, withoutProxied, type Share } from './plan-read.ts';
import type { ReadOrder } from './read-call.ts';
import {
  filterNames,
  filtersOf,
  mostCollected,
  refuseIncomplete,
  unfiltered,
  wantedOf,
} from './query-filters.ts';
import { termsOf } from './source-terms.ts';
import { cannotAsk, withWarnings, type SourceWarning } from './warnings.ts';
import { wordingOfParameters } from './wording.ts';

/** What decides which entities there are; the merged ones are chosen already, and shown by the other parameters. */
const selecting: ReadonlySet<string> = new Set([
  ...filterNames,
  'id',
  'idPattern',
  'type',
  'csf',
  'splitEntities',
]);

/** A query that is understood, before it is known who is asked. */
export interface Query {
  readonly distributed: Distributed;
  readonly given: Parameters;
  readonly context: CompiledContext;
  readonly query: EntityQuery;
  /** Whether parts of an entity in different places fulfil the filters together only (splitEntities, §5.7.2.4). */
  readonly isSplit: boolean;
  /** What was not normal with sources of linked entities; undefined when q is on none. */
  readonly linkWarnings?: () => readonly SourceWarning[];
}

const without = (given: Parameters, names: ReadonlySet<string>): Parameters =>
  Object.fromEntries(Object.entries(given).filter(([name]) => !names.has(name)));

/** The query that origins are asked with: without filters when parts of entities may fulfil them together. */
export const askedQuery = ({ query, isSplit }: Query): EntityQuery => (isSplit ? unfiltered(query) : query);

export const localOrigin = (
  distribution: Distribution,
  asked: Query,
  shares: readonly Share[],
): Origin<Entity> => {
  const { entities } = distribution.parts;
  const query = askedQuery(asked);
  const tenant = tenantOf(asked.distributed.request);
  return {
    from: 'here',
    ask: async ({ ids, limit, offset, count }) => {
      const page = await entities.query(tenant, {
        ...query,
        ...(ids === undefined ? {} : { ids }),
        limit,
        offset,
        ...(count === undefined ? {} : { count }),
      });
      return {
        entities: page.entities.flatMap((entity) => withoutProxied(entity, shares) ?? []),
        isComplete: page.entities.length < limit,
        ...(page.count === undefined ? {} : { count: page.count }),
      };
    },
  };
};

const linkFilters: ReadonlySet<string> = new Set(['q', 'expandValues']);

/** Sources cannot tell what entities of others fulfil, so a q on these is not for them. */
const withoutLinks = ({ given, linkWarnings }: Query): Parameters =>
  linkWarnings === undefined ? given : without(given, linkFilters);

/** How the source of a share is asked for its part of a query. */
export const orderFor = async ({ parts }: Distribution, asked: Query, share: Share): Promise<ReadOrder> => {
  const terms = termsOf(share.registration, asked.distributed.request.headers);
  const wording = await wordingOfParameters(terms, asked.context, parts.contexts);
  const filters = asked.isSplit ? {} : filtersOf(withoutLinks(asked));
  return { share, subject: askedQuery(asked), filters, terms, wording };
};

export const remoteOrigin = (
  distribution: Distribution,
  asked: Query,
  { share, entityMap }: { readonly share: Share; readonly entityMap?: string | undefined },
): Origin<Entity> => {
  const { request } = asked.distributed;
  const { q } = asked.query;
  return {
    from: share.registration.mode,
    ask: async (page) => {
      try {
        const order = await orderFor(distribution, asked, share);
        const filter = q === undefined || asked.isSplit ? {} : { q };
        return await askOnce(
          distribution,
          { ...order, ...(entityMap === undefined ? {} : { entityMap }) },
          { request, page, ...filter },
        );
      } catch (cause) {
        return { entities: [], isComplete: true, warning: cannotAsk(share.registration, cause) };
      }
    },
  };
};

const planningOf = ({ csf }: Parameters, context: CompiledContext) =>
  csf === undefined ? {} : { csf: parseQuery(csf, context) };

/** Understands a query, before it is known who is asked; entities that q links to are looked for anywhere. */
export const understandQuery = async (
  distribution: Distribution,
  distributed: Distributed,
  asked: { readonly given: Parameters; readonly context: CompiledContext },
): Promise<Query> => {
  const { given, context } = asked;
  const join = parseJoin(given, parsePresentation(given));
  const { linkedQ, ...query } = parseSelection(given, context);
  refuseDeepLinks(linkedQ, join?.level ?? 0);
  const isSplit = parseFlag(given, 'splitEntities');
  const understood = { distributed, given, context, query, isSplit };
  if (linkedQ === undefined) return understood;
  const seeker = { ...distributed, context, isSplit, ...planningOf(given, context) };
  const { entities, warnings } = queryingAnywhere(distribution, seeker);
  const q = await resolveLinks(linkedQ, { entities, tenant: tenantOf(distributed.request) });
  return { ...understood, query: { ...query, q }, linkWarnings: warnings };
};

export const sharesFor = ({ parts }: Distribution, { distributed, given, context, ...asked }: Query) => {
  const { request, registrations } = distributed;
  // What is asked with filters on attributes may be held by sources that have other attributes only.
  const { attributes: _attributes, geo: _geo, ...anywhere } = asked.query;
  return planRead(registrations, asked.isSplit ? anywhere : asked.query, {
    nowMs: parts.clock.now(),
    operations: request.method === 'POST' ? ['queryBatch', 'queryEntity'] : ['queryEntity', 'queryBatch'],
    via: request.headers.via,
    datasetIds: listOf(given, 'datasetId'),
    ...planningOf(given, context),
  });
};

const gatherAll = async (
  distribution: Distribution,
  asked: Query,
  shares: readonly Share[],
): Promise<Gathered<Entity>> => {
  const origins = [
    localOrigin(distribution, asked, shares),
    ...shares.map((share) => remoteOrigin(distribution, asked, { share })),
  ];
  const gathered = await gather(origins, {
    wanted: wantedOf(asked.query, asked.isSplit),
    count: asked.query.count === true,
    merge: mergeEntities,
  });
  if (!asked.isSplit) return gathered;
  refuseIncomplete(gathered.isComplete);
  const entities = gathered.entities.filter((entity) => matchesQuery(entity, asked.query));
  return { ...gathered, entities, count: entities.length };
};

export const parametersFor = async (
  { parts }: Distribution,
  request: ApiRequest,
): Promise<{ readonly given: Parameters; readonly context: CompiledContext }> => {
  const address = parametersOf(request.query);
  if (request.method !== 'POST')
    return { given: address, context: await readContext(request, parts.contexts) };
  const { body, context } = await readBodyWithContext(request, parts.contexts);
  return { given: parametersOfBody(body, address), context };
};

/** All that a query finds anywhere; undefined when no source may have some. */
export const collectedQuery = async (
  distribution: Distribution,
  asked: Query,
): Promise<Pick<Gathered<Entity>, 'entities' | 'warnings'> | undefined> => {
  const shares = sharesFor(distribution, asked);
  if (shares.length === 0 && asked.linkWarnings === undefined) return undefined;
  const query = { ...asked.query, offset: 0, limit: mostCollected, count: false };
  const gathered = await gatherAll(distribution, { ...asked, query }, shares);
  refuseIncomplete(gathered.isComplete);
  return { ...gathered, warnings: [...gathered.warnings, ...(asked.linkWarnings?.() ?? [])] };
};

/** Entities that only this broker has, with those that they link to elsewhere (§4.5.23, §4.9). */
const answerLinked = async (
  { parts }: Distribution,
  { distributed, given, context, query: { q }, linkWarnings }: Query,
  { mediaType, linked }: { readonly mediaType: MediaType; readonly linked: FindingAnywhere },
): Promise<Answer> => {
  const { request } = distributed;
  const find = (_tenant: string, id: string) => linked.find(id);
  const isResolved = linkWarnings !== undefined && q !== undefined;
  // The condition is resolved already; what narrows the query otherwise is judged by then as well.
  const shown = isResolved ? { ...without(given, linkFilters), local: 'true' } : given;
  const entities = {
    ...parts.entities,
    find,
    ...(isResolved
      ? { query: (tenant: string, query: EntityQuery) => parts.entities.query(tenant, { ...query, q }) }
      : {}),
  };
  const answer = await answerError(request, () =>
    answerQuery({ ...parts, entities }, request, { given: shown, context, mediaType }),
  );
  return withWarnings(answer, [...linked.warnings(), ...(linkWarnings?.() ?? [])]);
};

/** The entities that a query links to, wherever they are; undefined when they are not asked for. */
const linkedOf = (
  distribution: Distribution,
  { distributed, given, context }: Query,
): FindingAnywhere | undefined =>
  given['join'] === undefined ? undefined : findingAnywhere(distribution, { ...distributed, context });

/** What was found at all places. */
interface FoundAnywhere extends Pick<Gathered<Entity>, 'entities' | 'count' | 'warnings'> {
  /** Whether they are the page that was asked for. */
  readonly isPage?: boolean;
}

/** Shows what was found at all places as the request wants it. */
export const answerFound = async (
  distribution: Distribution,
  asked: Query,
  { warnings, ...found }: FoundAnywhere,
): Promise<Answer> => {
  const { parts } = distribution;
  const { given, context, distributed } = asked;
  const { request } = distributed;
  const mediaType = negotiateQuery(request);
  const linked = linkedOf(distribution, asked);
  const view = mergedView(parts.entities, {
    ...found,
    core: await distribution.core(),
    ...(linked === undefined ? {} : { findOther: (id: string) => linked.find(id) }),
  });
  const shown = { ...without(given, selecting), local: 'true' };
  const answer = await answerError(request, () =>
    answerQuery({ ...parts, entities: view }, request, { given: shown, context, mediaType }),
  );
  return withWarnings(answer, [
    ...warnings,
    ...(linked?.warnings() ?? []),
    ...(asked.linkWarnings?.() ?? []),
  ]);
};

export const refuseOrder = ({ given }: Query): void => {
  if (given['orderBy'] !== undefined)
    throw invalidParameter(
      'orderBy',
      'needs local=true, as entities of several sources are not ordered (§4.23)',
    );
};

/** Query Entities (§5.7.2) here and at all sources that may have some. */
export const distributedQuery: Distribute = async (distribution, distributed): Promise<Answer> => {
  const { request } = distributed;
  if (distribution.caller.hasComeBack(request)) return distributed.handleHere(request);
  const mediaType = negotiateQuery(request);
  const asked = await understandQuery(distribution, distributed, await parametersFor(distribution, request));
  const shares = sharesFor(distribution, asked);
  if (shares.length === 0) {
    const linked = linkedOf(distribution, asked);
    return linked === undefined
      ? distributed.handleHere(request)
      : answerLinked(distribution, asked, { mediaType, linked });
  }
  refuseOrder(asked);
  return answerFound(distribution, asked, await gatherAll(distribution, asked, shares));
};
