import type { Entity } from '../../entities/entity.ts';
import { HERE, type EntityMap } from '../../entity-maps/entity-map-store.ts';
import { matchesQuery } from '../../query-language/matches.ts';
import {
  answerFound,
  localOrigin,
  orderFor,
  parametersFor,
  refuseOrder,
  remoteOrigin,
  sharesFor,
  understandQuery,
  type Query,
} from '../distributed-query.ts';
import type { Distribution } from '../distribution.ts';
import { mergeEntities } from '../merge-entities.ts';
import type { Share } from '../plan-read.ts';
import { cannotAsk, withWarnings } from '../warnings.ts';
import { askForMap, makesMaps } from './ask-for-map.ts';
import { gatherMapped, type MappedPage } from './gather-mapped.ts';
import { mapOrigins, type FoundIds, type MapContent, type MappedOrigin } from './map-content.ts';
import type { ReadMapped } from './mapped-reading.ts';

const makeMap = async (
  distribution: Distribution,
  asked: Query,
  { share, lifetime }: { readonly share: Share; readonly lifetime: string | undefined },
): Promise<FoundIds | undefined> => {
  try {
    const order = await orderFor(distribution, asked, share);
    return await askForMap(distribution, order, {
      request: asked.distributed.request,
      path: '/entityMaps',
      lifetime,
      parameters: asked.isSplit ? { splitEntities: 'true' } : {},
    });
  } catch (cause) {
    return { ids: [], warning: cannotAsk(share.registration, cause) };
  }
};

/** Who takes part in a query, with the maps that they made before, or how long new ones are to live. */
interface Places {
  readonly shares: readonly Share[];
  readonly linkedMaps?: EntityMap['linkedMaps'] | undefined;
  readonly lifetime?: string | undefined;
}

const originsOf = (
  distribution: Distribution,
  asked: Query,
  { shares, linkedMaps, lifetime }: Places,
): readonly MappedOrigin<Entity>[] => [
  { ...localOrigin(distribution, asked, shares), source: HERE },
  ...shares.map((share) => {
    const { id } = share.registration;
    const origin = remoteOrigin(distribution, asked, { share, entityMap: linkedMaps?.[id] });
    return makesMaps(share, shares, 'createEntityMapQueryEntity')
      ? { ...origin, source: id, makeMap: () => makeMap(distribution, asked, { share, lifetime }) }
      : { ...origin, source: id };
  }),
];

/** The page of a map that is asked for. */
const pageOf = ({ query, isSplit }: Query): MappedPage<Entity> => ({
  offset: query.offset,
  wanted: query.limit + 1,
  ...(query.ids === undefined ? {} : { ids: query.ids }),
  isSplit,
  count: query.count === true,
  merge: mergeEntities,
  fits: (entity) => !isSplit || matchesQuery(entity, query),
});

const nobody = { handleHere: () => Promise.reject(new Error('There is nobody to answer.')) };

/** Queries entities with a map over several sources (§4.3.6.7, §5.7.2.4, §5.14.4.4). */
export const mappedQuery: ReadMapped = async (distribution, sought, { map, isMapOnly, lifetime }) => {
  const given = await parametersFor(distribution, sought.request);
  const asked = await understandQuery(distribution, { ...sought, ...nobody }, given);
  const shares = sharesFor(distribution, asked);
  if (shares.length === 0 && asked.linkWarnings === undefined) return undefined;
  refuseOrder(asked);
  const origins = (places: Omit<Places, 'shares'>) => originsOf(distribution, asked, { shares, ...places });
  const made = map === undefined ? await mapOrigins(origins({ lifetime })) : undefined;
  const told = made === undefined ? {} : { made: made.content };
  const before = made?.warnings ?? [];
  if (isMapOnly) {
    const warnings = [...before, ...(asked.linkWarnings?.() ?? [])];
    return { answer: withWarnings({ status: 200 }, warnings), ...told, gone: new Set() };
  }
  const content: MapContent = map ?? made?.content ?? { entities: {} };
  const found = await gatherMapped(origins({ linkedMaps: content.linkedMaps }), content, pageOf(asked));
  const warnings = [...before, ...found.warnings];
  const answer = await answerFound(distribution, asked, { ...found, warnings, isPage: true });
  return { answer, ...told, gone: found.gone };
};
