import { randomUUID } from 'node:crypto';
import type { Answer, ApiRequest, Route } from '@allmende/http';
import type { Clock } from '@allmende/kernel';
import { idSegment } from '../entities/answer.ts';
import { derivedRequest, tenantOf } from '../entities/request-context.ts';
import { parametersOf, parseFlag } from '../query-language/entity-parameters.ts';
import { invalidParameter } from '../query-language/problems.ts';
import { after, parseDuration } from '../temporal/duration.ts';
import type { MappedAnswer, MappedReading } from '../distribution/mapped/mapped-reading.ts';
import { allHere, HERE, without, type EntityMap, type EntityMapStore } from './entity-map-store.ts';
import { mapParameters, withBodyParameters } from './map-request.ts';
import { collecting, restrictedTo, type ReadStores } from './mapped-stores.ts';

/** What operations with entity maps work with. */
export interface EntityMapParts {
  readonly maps: EntityMapStore;
  readonly clock: Clock;
  readonly stores: ReadStores;
  /** The routes of reading operations over some stores of this broker. */
  readonly makeRoutes: (stores: ReadStores) => readonly Route[];
  /** Reading operations over several sources. */
  readonly sources: MappedReading;
}

export const entityMapPath = '/ngsi-ld/v1/entityMaps';

const defaultLifetimeMs = 3_600_000;
const maxLifetimeMs = 86_400_000;

/** When a map ends that is to live until `wantedMs`; the broker bounds that (§6.4.3.2). */
export const boundedEnd = ({ clock }: Pick<EntityMapParts, 'clock'>, wantedMs: number): number =>
  Math.min(wantedMs, clock.now() + maxLifetimeMs);

const endOf = (parts: EntityMapParts, lifetime: string | undefined): number => {
  const now = parts.clock.now();
  if (lifetime === undefined) return now + defaultLifetimeMs;
  const duration = parseDuration(lifetime);
  if (duration === undefined)
    throw invalidParameter('entityMapLifetime', 'an ISO 8601 duration such as PT1H is expected');
  return boundedEnd(parts, after(now, duration, 1));
};

/** The request without what it says of entity maps, as links to other pages are to have it. */
const withoutMap = (request: ApiRequest): ApiRequest => {
  const query = new URLSearchParams(request.query);
  for (const name of mapParameters) query.delete(name);
  return derivedRequest(request, { query, rawQuery: query.toString() });
};

const locationOf = ({ id }: EntityMap): string => `${entityMapPath}/${idSegment(id)}`;

const withMapHeader = (answer: Answer, map: EntityMap): Answer => ({
  ...answer,
  headers: { ...answer.headers, 'ngsild-entitymap': locationOf(map) },
});

/** The map that a request refers to, by its address or its id; undefined when it is gone. */
const referencedMap = async (
  { maps }: EntityMapParts,
  request: ApiRequest,
): Promise<EntityMap | undefined> => {
  const reference = request.headers['ngsild-entitymap'];
  if (typeof reference !== 'string') return undefined;
  const segment = reference.trim().split('/').at(-1) ?? '';
  return maps.find(tenantOf(request), decoded(segment));
};

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

/** A reading operation, by what tells it from others. */
type MappableRoute = Pick<Route, 'method' | 'path' | 'clause'>;

const handlerOf = (parts: EntityMapParts, stores: ReadStores, { method, path }: MappableRoute) =>
  parts.makeRoutes(stores).find((route) => route.method === method && route.path === path)?.handle;

/** Runs a reading operation over this broker, and notes which entities it found, on this page and all others. */
const readHere = async (
  parts: EntityMapParts,
  request: ApiRequest,
  route: MappableRoute,
): Promise<MappedAnswer> => {
  const { stores, entityIds } = collecting(parts.stores);
  const answer = (await handlerOf(parts, stores, route)?.(request)) ?? { status: 200 };
  return { answer, made: { entities: allHere(entityIds()) }, gone: new Set() };
};

/** A new map, if there is something to map, and the answer that it was made for. */
interface Made {
  readonly map?: EntityMap;
  readonly answer: Answer;
}

/** Runs a reading operation and keeps which entities it found where, on this page and all others. */
export const createMap = async (
  parts: EntityMapParts,
  request: ApiRequest,
  { route, isMapOnly }: { readonly route: MappableRoute; readonly isMapOnly: boolean },
): Promise<Made> => {
  const { entityMapLifetime: lifetime } = parametersOf(request.query);
  const expiresMs = endOf(parts, lifetime);
  const plain = withoutMap(request);
  const { answer, made, gone } =
    (await parts.sources.read(plain, route.clause ?? '', { isMapOnly, lifetime })) ??
    (await readHere(parts, plain, route));
  if (made === undefined || answer.status >= 400) return { answer };
  const map = without({ id: `urn:ngsi-ld:EntityMap:${randomUUID()}`, expiresMs, ...made }, gone);
  await parts.maps.put(tenantOf(request), map);
  return { map, answer };
};

const isHereOnly = (sources: readonly string[]): boolean => sources.length === 1 && sources[0] === HERE;

/** Entities that are gone leave the map as well (§5.5.9.3). */
const goneFrom = async (
  parts: EntityMapParts,
  tenant: string,
  { entities }: EntityMap,
): Promise<ReadonlySet<string>> => {
  const gone = new Set<string>();
  for (const [id, sources] of Object.entries(entities)) {
    if (isHereOnly(sources) && (await parts.stores.entities.findDocument(tenant, id)) === undefined)
      gone.add(id);
  }
  return gone;
};

/** Goes through a map with what this broker has. */
const throughHere = async (
  parts: EntityMapParts,
  request: ApiRequest,
  { route, map }: { readonly route: Route; readonly map: EntityMap },
): Promise<MappedAnswer> => {
  const stores = restrictedTo(Object.keys(map.entities), parts.stores);
  const answer = await (handlerOf(parts, stores, route) ?? route.handle)(request);
  return { answer, gone: isTemporal(route) ? new Set() : await goneFrom(parts, tenantOf(request), map) };
};

const isTemporal = ({ path }: Route): boolean => path.includes('/temporal/');
const isRetrieval = ({ path }: Route): boolean => path.endsWith('/:id');

const handleMapped = async (parts: EntityMapParts, request: ApiRequest, route: Route): Promise<Answer> => {
  const map = await referencedMap(parts, request);
  const plain = withoutMap(request);
  if (map !== undefined) {
    const { answer, gone } =
      (await parts.sources.read(plain, route.clause ?? '', { map, isMapOnly: false })) ??
      (await throughHere(parts, plain, { route, map }));
    if (gone.size > 0) await parts.maps.put(tenantOf(request), without(map, gone));
    return withMapHeader(answer, map);
  }
  const isAsked = request.headers['ngsild-entitymap'] !== undefined;
  if (!isAsked && !parseFlag(parametersOf(request.query), 'entityMap')) return route.handle(plain);
  const made = await createMap(parts, request, { route, isMapOnly: false });
  const { answer } = made;
  if (made.map === undefined) return answer;
  const status = !isRetrieval(route) && answer.status === 200 ? 201 : answer.status;
  return withMapHeader({ ...answer, status }, made.map);
};

/** Operations that an entity map may be made of, or go through (§5.7.1–§5.7.4). */
const mappable: ReadonlySet<string> = new Set(
  [
    'GET /entities',
    'GET /entities/:id',
    'POST /entityOperations/query',
    'GET /temporal/entities',
    'GET /temporal/entities/:id',
    'POST /temporal/entityOperations/query',
  ].map((operation) => operation.replace(' ', ' /ngsi-ld/v1')),
);

const concernsMap = ({ headers, rawQuery }: ApiRequest): boolean =>
  headers['ngsild-entitymap'] !== undefined || rawQuery.includes('entityMap');

/** The operations that a map may be made of with another handler for the requests that concern one. */
export const mappableWith = (
  routes: readonly Route[],
  handleWithMap: (request: ApiRequest, route: Route) => Answer | Promise<Answer>,
): readonly Route[] =>
  routes.map((route) => {
    if (!mappable.has(`${route.method} ${route.path}`)) return route;
    const handleAsked: Route['handle'] = (request) =>
      concernsMap(request) ? handleWithMap(request, route) : route.handle(request);
    const handle: Route['handle'] =
      route.method === 'POST'
        ? async (request) => handleAsked(await withBodyParameters(request))
        : handleAsked;
    return { ...route, query: [...(route.query ?? []), ...mapParameters], handle };
  });

/** Lets reading operations also understand `entityMap` and the header NGSILD-EntityMap (§5.5.14). */
export const withEntityMaps = (parts: EntityMapParts, routes: readonly Route[]): readonly Route[] =>
  mappableWith(routes, (request, route) => handleMapped(parts, request, route));
