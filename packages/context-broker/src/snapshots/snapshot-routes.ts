import { randomUUID } from 'node:crypto';
import type { Answer, ApiRequest, Route } from '@allmende/http';
import { DomainError } from '@allmende/kernel';
import type { BrokerParts } from '../broker.ts';
import { CORE_CONTEXT_ADDRESS } from '@allmende/jsonld';
import { idSegment, negotiate, type MediaType } from '../entities/answer.ts';
import { instantMs } from '../entities/date-time.ts';
import { derivedRequest, readBodyWithContext, readContext, tenantOf } from '../entities/request-context.ts';
import { creation, deletion } from '../entities/transitions.ts';
import { isUri } from '../entities/value-parser.ts';
import { resolveLinks } from '../linked-entities/linked-query.ts';
import { ngsiLdErrors } from '../ngsi-ld-errors.ts';
import { badRequestData, brokerProblems } from '../problems.ts';
import { parametersOf, parseSelection } from '../query-language/entity-parameters.ts';
import { matchesNode } from '../query-language/matches.ts';
import { parseQuery } from '../query-language/parser.ts';
import { parametersOfBody } from '../query-language/query-body.ts';
import type { EntityQuery } from '../query-language/query.ts';
import { asEntity, parseSnapshot, refuseMissing, refuseOtherMembers } from './snapshot-parser.ts';
import type { Snapshot, SnapshotStore } from './snapshot-store.ts';

export interface SnapshotParts {
  readonly parts: BrokerParts;
  readonly snapshots: SnapshotStore;
}

const path = '/ngsi-ld/v1/snapshots';
const defaultPriority = 5;
const pageSize = 1000;

/** The name under which the entities of a snapshot are kept; no client can give it, as it has a colon. */
export const snapshotTenant = (id: string): string => `snapshot:${id}`;

export const isSnapshotTenant = (tenant: string): boolean => tenant.startsWith('snapshot:');

const unknown = (id: string): DomainError =>
  new DomainError(brokerProblems.resourceNotFound, `There is no snapshot ${id}.`);

const isOver = ({ expiresAt }: Snapshot, nowMs: number): boolean =>
  expiresAt !== undefined && instantMs(expiresAt) <= nowMs;

const found = async ({ parts, snapshots }: SnapshotParts, tenant: string, id: string): Promise<Snapshot> => {
  if (!isUri(id)) throw badRequestData(`"${id}" is not the id of a snapshot.`);
  const snapshot = await snapshots.find(tenant, id);
  if (snapshot === undefined || isOver(snapshot, parts.clock.now())) throw unknown(id);
  return snapshot;
};

const named = (own: SnapshotParts, request: ApiRequest): Promise<Snapshot> =>
  found(own, tenantOf(request), request.params['id'] ?? '');

const isoNow = ({ parts }: SnapshotParts): string => new Date(parts.clock.now()).toISOString();

/** Copies what a query finds among the entities of a tenant to those of a snapshot. */
const copy = async (
  { entities }: BrokerParts,
  from: { readonly tenant: string; readonly query: EntityQuery },
  to: string,
): Promise<void> => {
  for (let offset = 0; ; offset += pageSize) {
    const page = await entities.query(from.tenant, { ...from.query, count: false, offset, limit: pageSize });
    const steps = page.entities.map((entity) => ({
      entityId: entity.id,
      transition: (before: typeof entity | undefined) => before ?? creation(entity)(undefined),
    }));
    if (steps.length > 0) await entities.applyAll(snapshotTenant(to), steps);
    if (page.entities.length < pageSize) return;
  }
};

const everything: EntityQuery = { limit: pageSize, offset: 0 };

const clear = async ({ parts, snapshots }: SnapshotParts, tenant: string, id: string): Promise<void> => {
  const { entities } = parts;
  for (;;) {
    const page = await entities.query(snapshotTenant(id), everything);
    const steps = page.entities.map((entity) => ({ entityId: entity.id, transition: deletion(entity.id) }));
    if (steps.length > 0) await entities.applyAll(snapshotTenant(id), steps);
    if (page.entities.length < pageSize) break;
  }
  await snapshots.remove(tenant, id);
};

const fresh = (own: SnapshotParts, fragment: ReturnType<typeof parseSnapshot>): Snapshot => {
  const at = isoNow(own);
  return {
    id: `urn:ngsi-ld:Snapshot:${randomUUID()}`,
    type: 'Snapshot',
    snapshotPriority: defaultPriority,
    ...fragment,
    snapshotStatus: 'preparing',
    snapshotQueriesDetails: [],
    createdAt: at,
    modifiedAt: at,
    lastUsedAt: at,
  };
};

const created = ({ id }: Snapshot): Answer => ({
  status: 201,
  headers: { location: `${path}/${idSegment(id)}` },
});

const refuseKnown = async ({ snapshots }: SnapshotParts, tenant: string, { id }: Snapshot): Promise<void> => {
  if ((await snapshots.find(tenant, id)) !== undefined)
    throw new DomainError(brokerProblems.alreadyExists, `Snapshot ${id} already exists.`);
};

/** Create Snapshot (§5.16.1): runs the queries and keeps what they find. */
const create =
  (own: SnapshotParts) =>
  async (request: ApiRequest): Promise<Answer> => {
    const { parts, snapshots } = own;
    const tenant = tenantOf(request);
    const { body, context } = await readBodyWithContext(request, parts.contexts);
    const snapshot = fresh(own, parseSnapshot(body, { queries: true }));
    await refuseKnown(own, tenant, snapshot);
    const selections = (snapshot.snapshotQueries ?? []).map((query) =>
      parseSelection(parametersOfBody(query, {}), context),
    );
    await snapshots.put(tenant, snapshot);
    for (const { linkedQ, ...query } of selections) {
      const { entities } = parts;
      const q = linkedQ === undefined ? query.q : await resolveLinks(linkedQ, { entities, tenant });
      await copy(parts, { tenant, query: { ...query, ...(q === undefined ? {} : { q }) } }, snapshot.id);
    }
    const snapshotQueriesDetails = selections.map(() => ({ resultStatus: 'success' }) as const);
    await snapshots.put(tenant, { ...snapshot, snapshotStatus: 'success', snapshotQueriesDetails });
    return created(snapshot);
  };

/** Clone Snapshot (§5.16.2). */
const clone =
  (own: SnapshotParts) =>
  async (request: ApiRequest): Promise<Answer> => {
    const { parts, snapshots } = own;
    const tenant = tenantOf(request);
    const original = await named(own, request);
    const { body } = await readBodyWithContext(request, parts.contexts);
    const { snapshotQueries = [], snapshotQueriesDetails } = original;
    const next = { ...fresh(own, parseSnapshot(body, { queries: false })), snapshotQueries };
    await refuseKnown(own, tenant, next);
    await copy(parts, { tenant: snapshotTenant(original.id), query: everything }, next.id);
    await snapshots.put(tenant, { ...next, snapshotStatus: 'success', snapshotQueriesDetails });
    return created(next);
  };

/** All names of a snapshot are terms of the core context. */
const shown = (snapshot: Snapshot, mediaType: MediaType): Answer => ({
  status: 200,
  headers: { 'content-type': mediaType },
  body: JSON.stringify(
    mediaType === 'application/ld+json' ? { '@context': CORE_CONTEXT_ADDRESS, ...snapshot } : snapshot,
  ),
});

/** Update Snapshot (§5.16.4). */
const update =
  (own: SnapshotParts) =>
  async (request: ApiRequest): Promise<Answer> => {
    const snapshot = await named(own, request);
    const { body } = await readBodyWithContext(request, own.parts.contexts);
    const { id = snapshot.id, ...fragment } = parseSnapshot(body, { queries: false });
    if (id !== snapshot.id) throw badRequestData('The id of a snapshot cannot be changed (§5.2.41).');
    const next = { ...snapshot, ...fragment, modifiedAt: isoNow(own) };
    await own.snapshots.put(tenantOf(request), next);
    return shown(next, 'application/json');
  };

/** Purge Snapshots (§5.16.7): those that fulfil q. */
const purge =
  (own: SnapshotParts) =>
  async (request: ApiRequest): Promise<Answer> => {
    const tenant = tenantOf(request);
    const context = await readContext(request, own.parts.contexts);
    const q = parseQuery(refuseMissing(parametersOf(request.query)['q']), context);
    refuseOtherMembers(q, context);
    const all = await own.snapshots.list(tenant);
    const fitting = all.filter((snapshot) => matchesNode(asEntity(snapshot, context), q));
    if (fitting.length === 0)
      throw new DomainError(brokerProblems.resourceNotFound, 'No snapshot fulfils q (§6.36.3.2).');
    for (const { id } of fitting) await clear(own, tenant, id);
    return { status: 204 };
  };

/** Snapshots (CIM 009 §5.16, §6.36–§6.38). */
export const snapshotRoutes = (own: SnapshotParts): Route[] => {
  const row = (
    clause: string,
    [method, rest]: readonly [Route['method'], string],
    handle: Route['handle'],
    query: readonly string[] = [],
  ): Route => ({ clause, method, path: `${path}${rest}`, query, errors: ngsiLdErrors, handle });
  return [
    row('6.36.3.1', ['POST', ''], create(own)),
    row('6.36.3.2', ['DELETE', ''], purge(own), ['q']),
    row('6.37.3.1', ['GET', '/:id'], async (request) => shown(await named(own, request), negotiate(request))),
    row('6.37.3.2', ['PATCH', '/:id'], update(own)),
    row('6.37.3.3', ['DELETE', '/:id'], async (request) => {
      const { id } = await named(own, request);
      await clear(own, tenantOf(request), id);
      return { status: 204 };
    }),
    row('6.38.3.1', ['POST', '/:id/clone'], clone(own)),
  ];
};

/** Operations on entities that the header NGSILD-Snapshot turns to a snapshot (§6.3.22). */
export const withSnapshots = (own: SnapshotParts, routes: readonly Route[]): readonly Route[] =>
  routes.map((route) => {
    const handle = async (request: ApiRequest, id: string): Promise<Answer> => {
      const tenant = tenantOf(request);
      const snapshot = await found(own, tenant, id);
      await own.snapshots.put(tenant, { ...snapshot, lastUsedAt: isoNow(own) });
      const answer = await route.handle(derivedRequest(request, { storedTenant: snapshotTenant(id) }));
      return { ...answer, headers: { ...answer.headers, 'ngsild-snapshot': id } };
    };
    return {
      ...route,
      handle: (request) => {
        const id = request.headers['ngsild-snapshot'];
        return typeof id === 'string' ? handle(request, id) : route.handle(request);
      },
    };
  });
