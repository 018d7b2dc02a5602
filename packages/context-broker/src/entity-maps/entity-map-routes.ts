import type { Answer, ApiRequest, Route } from '@allmende/http';
import { CORE_CONTEXT_ADDRESS } from '@allmende/jsonld';
import { DomainError } from '@allmende/kernel';
import { idSegment, negotiate, type MediaType } from '../entities/answer.ts';
import { instantMs, isDateTime, utcTime } from '../entities/date-time.ts';
import { derivedRequest, readJson, tenantOf } from '../entities/request-context.ts';
import { isUri } from '../entities/value-parser.ts';
import { ngsiLdErrors } from '../ngsi-ld-errors.ts';
import { badRequestData, brokerProblems, notAnObject } from '../problems.ts';
import type { EntityMap } from './entity-map-store.ts';
import { mapParameters, withBodyParameters } from './map-request.ts';
import { boundedEnd, createMap, entityMapPath, type EntityMapParts } from './mapped-routes.ts';

const idOf = ({ params }: ApiRequest): string => {
  const id = params['id'] ?? '';
  if (isUri(id)) return id;
  throw badRequestData(`"${id}" is not the id of an entity map.`, [
    { pointer: 'id', detail: 'must be a URI' },
  ]);
};

const notFound = (id: string): DomainError =>
  new DomainError(brokerProblems.resourceNotFound, `There is no entity map ${id}.`);

const found = async ({ maps }: EntityMapParts, request: ApiRequest): Promise<EntityMap> => {
  const id = idOf(request);
  const map = await maps.find(tenantOf(request), id);
  if (map === undefined) throw notFound(id);
  return map;
};

/** §5.2.39. */
const present = ({ id, expiresMs, entities, linkedMaps }: EntityMap): object => ({
  id,
  type: 'EntityMap',
  expiresAt: new Date(expiresMs).toISOString(),
  entityMap: entities,
  ...(linkedMaps === undefined ? {} : { linkedMaps }),
});

/** Parameters of queries that mean nothing to a map, which holds all entities that are found (§5.14.4.3). */
const ignored = ['limit', 'offset', 'count', 'options', 'format', 'entityMap'];

const withoutIgnored = (request: ApiRequest): ApiRequest => {
  const query = new URLSearchParams(request.query);
  for (const name of ignored) query.delete(name);
  return derivedRequest(request, { query, rawQuery: query.toString() });
};

/** All names of a map are terms of the core context. */
const shown = (map: EntityMap, mediaType: MediaType): Omit<Answer, 'status' | 'stream'> => {
  const context = mediaType === 'application/ld+json' ? { '@context': CORE_CONTEXT_ADDRESS } : {};
  return {
    headers: { 'content-type': mediaType },
    body: JSON.stringify({ ...context, ...present(map) }),
  };
};

/** Create EntityMap (§5.14.4, §5.14.5): runs the query and keeps what it found. */
const create =
  (parts: EntityMapParts, route: Pick<Route, 'method' | 'path' | 'clause'>) =>
  async (request: ApiRequest): Promise<Answer> => {
    const mediaType = negotiate(request);
    const asked = route.method === 'POST' ? await withBodyParameters(request) : request;
    const { map, answer } = await createMap(parts, withoutIgnored(asked), { route, isMapOnly: true });
    if (map === undefined) return answer;
    const { headers, ...rest } = shown(map, mediaType);
    const location = `${entityMapPath}/${idSegment(map.id)}`;
    const warning = answer.headers?.['ngsild-warning'];
    return {
      status: 201,
      headers: {
        ...headers,
        'ngsild-entitymap': location,
        ...(warning === undefined ? {} : { 'ngsild-warning': warning }),
      },
      ...rest,
    };
  };

/** Update EntityMap (§5.14.2): only its end can be changed, what the system wrote is left as it is. */
const update =
  (parts: EntityMapParts) =>
  async (request: ApiRequest): Promise<Answer> => {
    const map = await found(parts, request);
    const body = await readJson(request, { mergePatch: true });
    if (typeof body !== 'object' || body === null || Array.isArray(body)) throw notAnObject();
    const { expiresAt } = body as { readonly expiresAt?: unknown };
    if (expiresAt === undefined) return { status: 204 };
    if (!isDateTime(expiresAt))
      throw badRequestData('expiresAt is not a date and time.', [
        { pointer: '/expiresAt', detail: `must be ${utcTime}` },
      ]);
    const expiresMs = boundedEnd(parts, instantMs(expiresAt));
    await parts.maps.put(tenantOf(request), { ...map, expiresMs });
    const change = { expiresAt: new Date(expiresMs).toISOString() };
    return parts.sources.tell({ status: 204 }, { request, map, change });
  };

const remove =
  (parts: EntityMapParts) =>
  async (request: ApiRequest): Promise<Answer> => {
    const map = await found(parts, request);
    if (!(await parts.maps.remove(tenantOf(request), map.id))) throw notFound(map.id);
    return parts.sources.tell({ status: 204 }, { request, map, change: 'deletion' });
  };

/** Entity maps (CIM 009 §5.14, §6.32, §6.34, §6.35). */
export const entityMapRoutes = (parts: EntityMapParts): Route[] => {
  const errors = ngsiLdErrors;
  const path = `${entityMapPath}/:id`;
  const root = '/ngsi-ld/v1';
  /** A map is asked for with the parameters of the query that it is made of (§6.34.3.1, §6.35.3.1). */
  const creation = (
    clause: string,
    address: string,
    [method, query]: readonly [Route['method'], string],
  ): Route => {
    const path = `${root}${query}`;
    const own = parts
      .makeRoutes(parts.stores)
      .find((candidate) => candidate.method === method && candidate.path === path);
    const route = { method, path, ...(own?.clause === undefined ? {} : { clause: own.clause }) };
    const names = [...(own?.query ?? []), ...mapParameters];
    return { clause, method, path: `${root}${address}`, query: names, errors, handle: create(parts, route) };
  };
  return [
    creation('6.34.3.1', '/entityMaps', ['GET', '/entities']),
    creation('6.34.3.2', '/entityMaps', ['POST', '/entityOperations/query']),
    creation('6.35.3.1', '/temporal/entityMaps', ['GET', '/temporal/entities']),
    creation('6.35.3.2', '/temporal/entityMaps', ['POST', '/temporal/entityOperations/query']),
    {
      clause: '6.32.3.1',
      method: 'GET',
      path,
      query: [],
      errors,
      handle: async (request) => {
        const mediaType = negotiate(request);
        return { status: 200, ...shown(await found(parts, request), mediaType) };
      },
    },
    { clause: '6.32.3.2', method: 'PATCH', path, query: [], errors, handle: update(parts) },
    { clause: '6.32.3.3', method: 'DELETE', path, query: [], errors, handle: remove(parts) },
  ];
};
