import type { Answer, ApiRequest, Route } from '@allmende/http';
import { DomainError } from '@allmende/kernel';
import { idSegment } from '../entities/answer.ts';
import { instantMs, isDateTime } from '../entities/date-time.ts';
import { readJson, tenantOf } from '../entities/request-context.ts';
import { isUri } from '../entities/value-parser.ts';
import { ngsiLdErrors } from '../ngsi-ld-errors.ts';
import { badRequestData, brokerProblems, notAnObject } from '../problems.ts';
import { selectionParameters } from '../query-language/entity-parameters.ts';
import type { EntityMap } from './entity-map-store.ts';
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

/** §5.2.39; all entities come from this broker itself. */
const present = ({ id, expiresMs, entityIds }: EntityMap): string =>
  JSON.stringify({
    id,
    type: 'EntityMap',
    expiresAt: new Date(expiresMs).toISOString(),
    entityMap: Object.fromEntries(entityIds.map((entityId) => [entityId, ['@none']])),
  });

const json = { 'content-type': 'application/json' };

/** Create EntityMap (§5.14.4, §5.14.5): runs the query and keeps what it found. */
const create =
  (parts: EntityMapParts, path: string) =>
  async (request: ApiRequest): Promise<Answer> => {
    const { map } = await createMap(parts, request, { method: 'GET', path });
    const location = `${entityMapPath}/${idSegment(map.id)}`;
    return { status: 201, headers: { ...json, 'ngsild-entitymap': location }, body: present(map) };
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
        { pointer: '/expiresAt', detail: 'must be a date and time in UTC, such as 2026-01-31T12:00:00Z' },
      ]);
    const expiresMs = boundedEnd(parts, instantMs(expiresAt));
    await parts.maps.put(tenantOf(request), { ...map, expiresMs });
    return { status: 204 };
  };

const remove =
  (parts: EntityMapParts) =>
  async (request: ApiRequest): Promise<Answer> => {
    const id = idOf(request);
    if (!(await parts.maps.remove(tenantOf(request), id))) throw notFound(id);
    return { status: 204 };
  };

/** Entity maps (CIM 009 §5.14, §6.32, §6.34, §6.35). */
export const entityMapRoutes = (parts: EntityMapParts): Route[] => {
  const errors = ngsiLdErrors;
  const path = `${entityMapPath}/:id`;
  const query = [...selectionParameters, 'pick', 'omit', 'orderBy', 'entityMapLifetime'];
  const temporal = ['timerel', 'timeAt', 'endTimeAt', 'timeproperty', 'lastN'];
  return [
    {
      clause: '6.34.3.1',
      method: 'GET',
      path: entityMapPath,
      query,
      errors,
      handle: create(parts, '/ngsi-ld/v1/entities'),
    },
    {
      clause: '6.35.3.1',
      method: 'GET',
      path: '/ngsi-ld/v1/temporal/entityMaps',
      query: [...query, ...temporal],
      errors,
      handle: create(parts, '/ngsi-ld/v1/temporal/entities'),
    },
    {
      clause: '6.32.3.1',
      method: 'GET',
      path,
      query: [],
      errors,
      handle: async (request) => {
        const map = await found(parts, request);
        return { status: 200, headers: json, body: present(map) };
      },
    },
    { clause: '6.32.3.2', method: 'PATCH', path, query: [], errors, handle: update(parts) },
    { clause: '6.32.3.3', method: 'DELETE', path, query: [], errors, handle: remove(parts) },
  ];
};
