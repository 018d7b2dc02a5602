import type { ApiRequest } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import type { Entity } from '../../entities/entity.ts';
import { HERE } from '../../entity-maps/entity-map-store.ts';
import type { Parameters } from '../../query-language/entity-parameters.ts';
import { matchesQuery } from '../../query-language/matches.ts';
import { invalidParameter } from '../../query-language/problems.ts';
import type { EntityQuery } from '../../query-language/query.ts';
import type { TemporalEntity, TemporalQuery, TemporalStore } from '../../temporal/temporal-store.ts';
import type { Distribution } from '../distribution.ts';
import type { Places } from '../mapped/places.ts';
import { onlySelected } from '../only-selected.ts';
import { gather, type Origin, type Part } from '../gather.ts';
import { withoutProxied, type Share, type Subject } from '../plan-read.ts';
import { filtersOf, refuseIncomplete, unfiltered, wantedOf } from '../query-filters.ts';
import { filtersFor, type ReadPage } from '../read-call.ts';
import { termsOf } from '../source-terms.ts';
import { cannotAsk, type SourceWarning } from '../warnings.ts';
import { wordingOfParameters } from '../wording.ts';
import { askTemporal, type FoundEvolutions } from './ask-temporal.ts';
import type { TemporalOrder } from './temporal-call.ts';
import { completeUntil, cutTogether, mergeEvolutions } from './merge-evolutions.ts';

/** A read of the past that sources may take part in. */
export interface TemporalRead {
  readonly request: ApiRequest;
  readonly given: Parameters;
  readonly context: CompiledContext;
  /** Which sources take part in it, and with what. */
  readonly plan: (
    subject: Subject,
    temporal: TemporalQuery,
    operations: readonly string[],
  ) => readonly Share[];
  /** Whether parts of an entity in different places fulfil the filters together only (splitEntities). */
  readonly isSplit: boolean;
}

/** The past as all places know it, for one request. */
export interface SourcedTemporalStore {
  readonly store: TemporalStore;
  /** What was not normal with sources so far. */
  warnings(): readonly SourceWarning[];
}

/** What one look at the past works with. */
export interface Look {
  readonly distribution: Distribution;
  readonly local: TemporalStore;
  readonly read: TemporalRead;
  readonly tenant: string;
  readonly query: EntityQuery;
  readonly temporal: TemporalQuery;
  readonly maxInstances: number;
  readonly shares: readonly Share[];
  /** Until when answers that were cut are complete. */
  readonly cuts: number[];
}

/** All instances at once, so that a comparison holds if one of them fulfils it (§5.7.4.4). */
const allInstances = ({ id, types, scopes = [], attributes }: TemporalEntity): Entity => ({
  id,
  types,
  scopes: scopes.flatMap(({ value }) => (Array.isArray(value) ? value.map(String) : [String(value)])),
  createdAt: '',
  modifiedAt: '',
  attributes,
});

export const fitting = (entities: readonly TemporalEntity[], query: EntityQuery): readonly TemporalEntity[] =>
  entities.filter((entity) => matchesQuery(allInstances(entity), query));

const noteCut = ({ cuts, temporal }: Look, entities: readonly TemporalEntity[]): void => {
  if (!entities.some(({ isCut }) => isCut)) return;
  const end = completeUntil(entities, temporal);
  if (end !== undefined) cuts.push(end);
};

/** A share, and the map that its source made of it before. */
interface Asked {
  readonly share: Share;
  readonly entityMap?: string | undefined;
}

/** How the source of a share is asked for its part of a look at the past. */
export const orderOf = async (
  { distribution, read, query }: Look,
  { share, entityMap }: Asked,
): Promise<TemporalOrder> => {
  const { request, given, context, isSplit } = read;
  const terms = termsOf(share.registration, request.headers);
  const wording = await wordingOfParameters(terms, context, distribution.parts.contexts);
  const filters = isSplit ? {} : filtersOf(given);
  const subject = isSplit ? unfiltered(query) : query;
  const used = entityMap === undefined ? {} : { entityMap };
  return { share, subject, filters, terms, wording, given, ...used };
};

export const askShare = async (look: Look, asked: Asked, page: ReadPage): Promise<FoundEvolutions> => {
  const { distribution, read, query, temporal, cuts } = look;
  const { request, isSplit } = read;
  try {
    const order = await orderOf(look, asked);
    const { filters } = order;
    const told = await askTemporal(distribution, order, { request, page, query: temporal });
    const found = onlySelected(told, query);
    if (found.cutAt !== undefined) cuts.push(found.cutAt);
    const isFiltered = Object.keys(filtersFor(order)).length === Object.keys(filters).length;
    return isSplit || isFiltered ? found : { ...found, entities: fitting(found.entities, query) };
  } catch (cause) {
    return { entities: [], isComplete: true, warning: cannotAsk(asked.share.registration, cause) };
  }
};

export const localOrigin = (look: Look): Origin<TemporalEntity> => ({
  from: 'here',
  ask: async ({ ids, limit, offset, count }) => {
    const { local, read, tenant, temporal, maxInstances, shares } = look;
    const query = {
      ...(read.isSplit ? unfiltered(look.query) : look.query),
      ...(ids === undefined ? {} : { ids }),
      limit,
      offset,
      ...(count === undefined ? {} : { count }),
    };
    const page = await local.query(tenant, query, temporal, maxInstances);
    noteCut(look, page.entities);
    return {
      entities: page.entities.flatMap((entity) => withoutProxied(entity, shares) ?? []),
      isComplete: !page.hasNext,
      ...(page.count === undefined ? {} : { count: page.count }),
    };
  },
});

const queryAll = async (look: Look) => {
  const { query, temporal, read, shares, cuts } = look;
  const origins: readonly Origin<TemporalEntity>[] = [
    localOrigin(look),
    ...shares.map((share) => ({
      from: share.registration.mode,
      ask: (page: ReadPage) => askShare(look, { share }, page),
    })),
  ];
  const merge = (parts: readonly Part<TemporalEntity>[]) => mergeEvolutions(parts, temporal);
  const wanted = wantedOf(query, read.isSplit);
  const gathered = await gather(origins, { wanted, count: query.count === true, merge });
  if (read.isSplit) refuseIncomplete(gathered.isComplete);
  const chosen = read.isSplit ? fitting(gathered.entities, query) : gathered.entities;
  const entities = cutTogether(chosen, cuts, temporal);
  return { ...gathered, entities, count: read.isSplit ? entities.length : gathered.count };
};

/** How an entity evolved, from the places that may know, and which of them did. */
export const findAll = async (look: Look, id: string, { isAsked = () => true, linkedMaps }: Places = {}) => {
  const { local, tenant, temporal, maxInstances, shares } = look;
  const asked = shares.filter(({ registration }) => isAsked(registration.id));
  const here = isAsked(HERE) ? await local.find(tenant, id, temporal, maxInstances) : undefined;
  if (here !== undefined) noteCut(look, [here]);
  const own = here === undefined ? undefined : withoutProxied(here, shares);
  const page = { ids: [id], limit: 1, offset: 0 };
  const there = await Promise.all(
    asked.map((share) => askShare(look, { share, entityMap: linkedMaps?.[share.registration.id] }, page)),
  );
  const remote = asked.map(({ registration }, index) => ({
    source: registration.id,
    parts: (there[index]?.entities ?? [])
      .filter((entity) => entity.id === id)
      .map((entity) => ({ entity, from: registration.mode })),
  }));
  const parts: readonly Part<TemporalEntity>[] = [
    ...(own === undefined ? [] : [{ entity: own, from: 'here' as const }]),
    ...remote.flatMap((one) => one.parts),
  ];
  const [found] = cutTogether(mergeEvolutions(parts, temporal), look.cuts, temporal);
  const sources = new Set(remote.flatMap((one) => (one.parts.length === 0 ? [] : [one.source])));
  return {
    found,
    sources: [...(own === undefined ? [] : [HERE]), ...sources],
    warnings: there.flatMap(({ warning }) => warning ?? []),
  };
};

export const refuseOrder = ({ given }: TemporalRead): void => {
  if (given['orderBy'] !== undefined)
    throw invalidParameter('orderBy', 'needs local=true, as several sources are asked (§5.7.4.4)');
};

/** One entity as a query. */
export const subjectOfOne = (id: string, { attributes }: TemporalQuery): EntityQuery => ({
  ids: [id],
  limit: 1,
  offset: 0,
  ...(attributes === undefined ? {} : { attributes }),
});

/** Who may have something of a query; what is asked with filters may be held by sources of other attributes only. */
export const planQuery = (
  read: TemporalRead,
  query: EntityQuery,
  temporal: TemporalQuery,
): readonly Share[] => {
  const { attributes: _attributes, geo: _geo, ...anywhere } = query;
  return read.plan(read.isSplit ? anywhere : query, temporal, ['queryTemporal']);
};

/**
 * The past of this broker and of the sources that a request may ask (§5.7.3, §5.7.4), to be read like that of the
 * broker alone. Instances that several places tell are shown once.
 */
export const createSourcedTemporalStore = (
  distribution: Distribution,
  local: TemporalStore,
  read: TemporalRead,
): SourcedTemporalStore => {
  const warnings: SourceWarning[] = [];
  const lookAt = (asked: Pick<Look, 'tenant' | 'query' | 'temporal' | 'maxInstances' | 'shares'>): Look => ({
    distribution,
    local,
    read,
    ...asked,
    cuts: [],
  });
  return {
    warnings: () => warnings,
    store: {
      addHistory: (...given) => local.addHistory(...given),
      find: async (tenant, id, temporal, maxInstances) => {
        const query = subjectOfOne(id, temporal);
        const shares = read.plan(query, temporal, ['retrieveTemporal', 'queryTemporal']);
        const told = await findAll(lookAt({ tenant, query, temporal, maxInstances, shares }), id);
        warnings.push(...told.warnings);
        return told.found;
      },
      query: async (tenant, query, temporal, maxInstances) => {
        const shares = planQuery(read, query, temporal);
        if (shares.length === 0) return local.query(tenant, query, temporal, maxInstances);
        refuseOrder(read);
        const all = await queryAll(lookAt({ tenant, query, temporal, maxInstances, shares }));
        warnings.push(...all.warnings);
        const { offset, limit } = query;
        return {
          entities: all.entities.slice(offset, offset + limit),
          hasNext: all.entities.length > offset + limit,
          ...(query.count === true ? { count: all.count } : {}),
        };
      },
    },
  };
};
