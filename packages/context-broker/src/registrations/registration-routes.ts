import { randomUUID } from 'node:crypto';
import type { Answer, ApiRequest, Route } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import { DomainError, isJsonObject } from '@allmende/kernel';
import type { BrokerParts } from '../broker.ts';
import { answerContent, idSegment, negotiate } from '../entities/answer.ts';
import { entityIdOf, readBodyWithContext, readContext, tenantOf } from '../entities/request-context.ts';
import { ngsiLdErrors } from '../ngsi-ld-errors.ts';
import { badRequestData } from '../problems.ts';
import {
  optionsOf,
  parametersOf,
  parseSelection,
  type Parameters,
} from '../query-language/entity-parameters.ts';
import { parseQuery } from '../query-language/parser.ts';
import { queryProblems } from '../query-language/problems.ts';
import { pagingLinks } from '../query-language/query-routes.ts';
import { parseTemporalQuery } from '../temporal/temporal-query.ts';
import { matchesRegistration, overlap, type RegistrationQuery } from './matches-registration.ts';
import { presentRegistration } from './present-registration.ts';
import { registrationNotFound, registrationProblems } from './problems.ts';
import { attributeNamesOf, isExpired, type Registration } from './registration.ts';
import { parseRegistration } from './registration-parser.ts';
import type { RegistrationStore } from './registration-store.ts';
import { presentUse } from './source-use.ts';
import type { SourceUses } from './source-uses.ts';

interface Parts {
  readonly parts: BrokerParts;
  readonly store: RegistrationStore;
  readonly uses: Pick<SourceUses, 'of' | 'forget'>;
}

const path = '/ngsi-ld/v1/csourceRegistrations';

/** The registration of the address; an expired one is gone. */
const existing = async ({ parts, store }: Parts, request: ApiRequest): Promise<Registration> => {
  const id = entityIdOf(request);
  const found = await store.find(tenantOf(request), id);
  if (found === undefined || isExpired(found, parts.clock.now())) throw registrationNotFound(id);
  return found;
};

/** Redirect and exclusive sources take over what must not exist here as well (§5.9.2.4). */
const refuseConflicts = async ({ parts }: Parts, registration: Registration): Promise<void> => {
  const { tenant, mode, information } = registration;
  if (mode !== 'exclusive' && mode !== 'redirect') return;
  for (const info of information) {
    const attributes = attributeNamesOf(info);
    for (const { id, idPattern, types } of info.entities ?? []) {
      const { entities } = await parts.entities.query(tenant, {
        ...(id === undefined ? {} : { ids: [id] }),
        ...(idPattern === undefined ? {} : { idPattern }),
        ...(types.includes('*') || mode === 'exclusive' ? {} : { types: types.map((type) => [type]) }),
        ...(attributes === undefined ? {} : { attributes }),
        limit: 1,
        offset: 0,
      });
      const [taken] = entities;
      if (taken !== undefined)
        throw new DomainError(registrationProblems.conflict, `Entity ${taken.id} exists already.`);
    }
  }
};

/** What an exclusive source offers, no other proxied one may offer as well (§4.3.6.3). */
const refuseOverlaps = async ({ parts, store }: Parts, registration: Registration): Promise<void> => {
  const { tenant, id, mode } = registration;
  if (mode !== 'exclusive' && mode !== 'redirect') return;
  const now = parts.clock.now();
  const taken = (await store.all(tenant)).find(
    (other) =>
      other.id !== id &&
      (other.mode === 'exclusive' || (mode === 'exclusive' && other.mode === 'redirect')) &&
      !isExpired(other, now) &&
      overlap(other, registration),
  );
  if (taken !== undefined)
    throw new DomainError(registrationProblems.conflict, `Registration ${taken.id} offers the same.`);
};

/** Register Context Source (§5.9.2). */
const register = async (own: Parts, request: ApiRequest): Promise<Answer> => {
  const { parts, store } = own;
  const tenant = tenantOf(request);
  const { body, context } = await readBodyWithContext(request, parts.contexts);
  const given = isJsonObject(body) ? (body['id'] ?? body['@id']) : undefined;
  const id = given === undefined ? `urn:ngsi-ld:ContextSourceRegistration:${randomUUID()}` : String(given);
  const nowMs = parts.clock.now();
  const createdAt = new Date(nowMs).toISOString();
  const registration = parseRegistration(body, context, { tenant, id, createdAt, nowMs });
  const former = await store.find(tenant, id);
  if (former !== undefined && isExpired(former, nowMs)) await store.remove(tenant, id);
  await refuseOverlaps(own, registration);
  await refuseConflicts(own, registration);
  await store.insert(registration);
  return { status: 201, headers: { location: `${path}/${idSegment(id)}` } };
};

/** Update Context Source Registration (§5.9.3): members replace, null removes (§5.5.8). */
const update = async (own: Parts, request: ApiRequest): Promise<Answer> => {
  const { parts, store } = own;
  const former = await existing(own, request);
  const { body, context } = await readBodyWithContext(request, parts.contexts);
  if (!isJsonObject(body)) throw badRequestData('The body is not a JSON object.');
  const { tenant, id, createdAt } = former;
  if (body['id'] !== undefined && body['id'] !== id)
    throw badRequestData('The id in the body differs from the id in the address.');
  const merged = { ...presentRegistration(former, context, { sysAttrs: false }), ...body };
  const next = Object.fromEntries(
    Object.entries(merged).filter(([, value]) => value !== null && value !== 'urn:ngsi-ld:null'),
  );
  const nowMs = parts.clock.now();
  const registration = parseRegistration(next, context, { tenant, id, createdAt, nowMs });
  await refuseOverlaps(own, registration);
  await refuseConflicts(own, registration);
  await store.replace(registration);
  return { status: 204 };
};

/** Delete Context Source Registration (§5.9.4). */
const remove = async (own: Parts, request: ApiRequest): Promise<Answer> => {
  const { tenant, id } = await existing(own, request);
  await own.store.remove(tenant, id);
  await own.uses.forget(tenant, id);
  return { status: 204 };
};

const hasSysAttrs = (given: Parameters): boolean => optionsOf(given).has('sysAttrs');

/** Retrieve Context Source Registration (§5.10.1). */
const retrieve = async (own: Parts, request: ApiRequest): Promise<Answer> => {
  const mediaType = negotiate(request);
  const registration = await existing(own, request);
  const context = await readContext(request, own.parts.contexts);
  const sysAttrs = hasSysAttrs(parametersOf(request.query));
  const use = (await own.uses.of(registration.tenant)).get(registration.id);
  const shown = { ...presentRegistration(registration, context, { sysAttrs }), ...presentUse(use) };
  return answerContent(shown, context, { mediaType });
};

const filters = [
  'id',
  'idPattern',
  'type',
  'attrs',
  'pick',
  'q',
  'csf',
  'georel',
  'scopeQ',
  'timerel',
] as const;

const parseRegistrationQuery = (given: Parameters, context: CompiledContext): RegistrationQuery => {
  if (filters.every((name) => given[name] === undefined))
    throw new DomainError(queryProblems.tooBroad, `one of ${filters.join(', ')} is needed`);
  // Registrations are looked for by any filter, so the rule for entities is kept from applying.
  const entities = parseSelection({ ...given, q: undefined, csf: undefined, local: 'true' }, context);
  const properties = [given['q'], given['csf']]
    .filter((text) => text !== undefined)
    .map((text) => parseQuery(text, context));
  return {
    entities,
    properties,
    ...(given['timerel'] === undefined ? {} : { temporal: parseTemporalQuery(given) }),
  };
};

/** Query Context Source Registrations (§5.10.2). */
const query = async (own: Parts, request: ApiRequest): Promise<Answer> => {
  const mediaType = negotiate(request);
  const given = parametersOf(request.query);
  const context = await readContext(request, own.parts.contexts);
  const asked = parseRegistrationQuery(given, context);
  const page = parseSelection({ ...given, q: undefined, csf: undefined, local: 'true' }, context);
  const nowMs = own.parts.clock.now();
  const found = (await own.store.all(tenantOf(request))).filter(
    (registration) => !isExpired(registration, nowMs) && matchesRegistration(registration, asked),
  );
  const shown = found.slice(page.offset, page.offset + page.limit);
  const links =
    page.limit === 0
      ? []
      : pagingLinks(request, { query: page, hasNext: found.length > page.offset + page.limit });
  const sysAttrs = hasSysAttrs(given);
  const uses = await own.uses.of(tenantOf(request));
  return answerContent(
    shown.map((registration) => ({
      ...presentRegistration(registration, context, { sysAttrs }),
      ...presentUse(uses.get(registration.id)),
    })),
    context,
    {
      mediaType,
      headers: {
        ...(page.count === true ? { 'ngsild-results-count': String(found.length) } : {}),
        ...(links.length === 0 ? {} : { link: links }),
      },
    },
  );
};

/** What a query of entities may say as well; it is about how entities are shown, of which there are none (§6.8.3.2). */
const ofNoMatter = ['omit', 'lang', 'geometryProperty'] as const;

const queryParameters = [
  ...filters,
  ...ofNoMatter,
  'geometry',
  'coordinates',
  'geoproperty',
  'timeAt',
  'endTimeAt',
  'timeproperty',
  'limit',
  'offset',
  'count',
  'options',
  'format',
  'local',
];

/** Context source registration and discovery (CIM 009 §5.9, §5.10, §6.8, §6.9). */
export const registrationRoutes = (own: Parts): Route[] => {
  const row = (
    clause: string,
    method: Route['method'],
    address: string,
    [parameters, work]: readonly [readonly string[], (own: Parts, request: ApiRequest) => Promise<Answer>],
  ): Route => ({
    clause,
    method,
    path: address,
    query: parameters,
    errors: ngsiLdErrors,
    handle: (request) => work(own, request),
  });
  return [
    row('6.8.3.1', 'POST', path, [['local'], register]),
    row('6.8.3.2', 'GET', path, [queryParameters, query]),
    row('6.9.3.1', 'GET', `${path}/:id`, [['options', 'format', 'local'], retrieve]),
    row('6.9.3.2', 'PATCH', `${path}/:id`, [['local'], update]),
    row('6.9.3.3', 'DELETE', `${path}/:id`, [['local'], remove]),
  ];
};
