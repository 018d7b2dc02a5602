import { HERE, type EntityMap } from '../../entity-maps/entity-map-store.ts';
import type { TemporalEntity, TemporalPage, TemporalStore } from '../../temporal/temporal-store.ts';
import { answerError } from '../answer-error.ts';
import type { Distribution } from '../distribution.ts';
import type { Share } from '../plan-read.ts';
import { readPast } from '../temporal/distributed-temporal-read.ts';
import { cutTogether, mergeEvolutions } from '../temporal/merge-evolutions.ts';
import {
  askShare,
  findAll,
  fitting,
  localOrigin,
  orderOf,
  planQuery,
  refuseOrder,
  subjectOfOne,
  type Look,
  type TemporalRead,
} from '../temporal/sourced-temporal-store.ts';
import { timeOfRequest } from '../temporal/temporal-call.ts';
import { cannotAsk, withWarnings, type SourceWarning } from '../warnings.ts';
import { askForMap, makesMaps } from './ask-for-map.ts';
import { gatherMapped } from './gather-mapped.ts';
import { mapOrigins, type FoundIds, type MapContent, type MappedOrigin } from './map-content.ts';
import type { MapUse, ReadMapped } from './mapped-reading.ts';
import { placesIn } from './places.ts';

/** What a read of the past with a map has come to. */
interface Outcome {
  made?: MapContent;
  gone: ReadonlySet<string>;
  readonly warnings: SourceWarning[];
}

interface Reading {
  readonly distribution: Distribution;
  readonly read: TemporalRead;
  readonly use: MapUse;
  readonly outcome: Outcome;
}

const makeMap = async (
  look: Look,
  { share, lifetime }: { readonly share: Share; readonly lifetime: string | undefined },
): Promise<FoundIds | undefined> => {
  try {
    const { request, given, isSplit } = look.read;
    return await askForMap(look.distribution, await orderOf(look, { share }), {
      request,
      path: '/temporal/entityMaps',
      lifetime,
      parameters: { ...timeOfRequest(given), ...(isSplit ? { splitEntities: 'true' } : {}) },
    });
  } catch (cause) {
    return { ids: [], warning: cannotAsk(share.registration, cause) };
  }
};

const originsOf = (
  look: Look,
  { linkedMaps, lifetime }: Pick<EntityMap, 'linkedMaps'> & Pick<MapUse, 'lifetime'>,
): readonly MappedOrigin<TemporalEntity>[] => [
  { ...localOrigin(look), source: HERE },
  ...look.shares.map((share): MappedOrigin<TemporalEntity> => {
    const { id, mode } = share.registration;
    const asked = { share, entityMap: linkedMaps?.[id] };
    return {
      source: id,
      from: mode,
      ask: (page) => askShare(look, asked, page),
      ...(makesMaps(share, look.shares, 'createEntityMapQueryTemporal')
        ? { makeMap: () => makeMap(look, { share, lifetime }) }
        : {}),
    };
  }),
];

/** For a map it is enough to know the newest instance of each entity. */
const asBrief = (look: Look): Look => ({
  ...look,
  temporal: { ...look.temporal, lastN: 1 },
  read: { ...look.read, given: { ...look.read.given, lastN: '1' } },
  maxInstances: Number.MAX_SAFE_INTEGER - 1,
  cuts: [],
});

const queryMapped = async ({ use, outcome }: Reading, look: Look): Promise<TemporalPage> => {
  const { query, temporal, read } = look;
  refuseOrder(read);
  if (use.map === undefined) {
    const made = await mapOrigins(
      originsOf(asBrief(look), use.lifetime === undefined ? {} : { lifetime: use.lifetime }),
    );
    outcome.made = made.content;
    outcome.warnings.push(...made.warnings);
    if (use.isMapOnly) return { entities: [], hasNext: false };
  }
  const map: MapContent = use.map ?? outcome.made ?? { entities: {} };
  const { linkedMaps } = map;
  const found = await gatherMapped(originsOf(look, linkedMaps === undefined ? {} : { linkedMaps }), map, {
    offset: query.offset,
    wanted: query.limit + 1,
    ...(query.ids === undefined ? {} : { ids: query.ids }),
    isSplit: read.isSplit,
    count: query.count === true,
    merge: (parts) => mergeEvolutions(parts, temporal),
    fits: (entity) => !read.isSplit || fitting([entity], query).length > 0,
  });
  outcome.gone = found.gone;
  outcome.warnings.push(...found.warnings);
  return {
    entities: cutTogether(found.entities.slice(0, query.limit), look.cuts, temporal),
    hasNext: found.entities.length > query.limit,
    ...(query.count === true ? { count: found.count } : {}),
  };
};

const mappedStore = (reading: Reading): TemporalStore => {
  const { distribution, read, use, outcome } = reading;
  const local = distribution.temporal.store;
  const common = { distribution, local, read };
  return {
    addHistory: (...given) => local.addHistory(...given),
    find: async (tenant, id, temporal, maxInstances) => {
      const query = subjectOfOne(id, temporal);
      const shares = read.plan(query, temporal, ['retrieveTemporal', 'queryTemporal']);
      const look = { ...common, tenant, query, temporal, maxInstances, shares, cuts: [] };
      const { found, sources, warnings } = await findAll(look, id, placesIn(use.map, id));
      outcome.warnings.push(...warnings);
      if (use.map === undefined && found !== undefined) outcome.made = { entities: { [id]: sources } };
      return found;
    },
    query: (tenant, query, temporal, maxInstances) => {
      const shares = planQuery(read, query, temporal);
      return queryMapped(reading, { ...common, tenant, query, temporal, maxInstances, shares, cuts: [] });
    },
  };
};

/** Reads the past with a map over several sources (§4.3.6.7, §5.7.3.4, §5.7.4.4, §5.14.5.4). */
export const mappedTemporal =
  (clause: string): ReadMapped =>
  async (distribution, distributed, use) => {
    const { request } = distributed;
    const read = await readPast(distribution, distributed);
    const outcome: Outcome = { gone: new Set(), warnings: [] };
    const store = mappedStore({ distribution, read, use, outcome });
    const answer = await answerError(request, () =>
      distribution.temporal.handlerOver(store, clause)(request),
    );
    const { made, gone, warnings } = outcome;
    return {
      answer: withWarnings(answer, warnings),
      ...(made === undefined ? {} : { made }),
      gone,
    };
  };
