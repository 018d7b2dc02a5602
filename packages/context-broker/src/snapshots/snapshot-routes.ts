import { randomUUID } from 'node:crypto';
import type { Answer, ApiRequest, Route } from '@allmende/http';
import { DomainError } from '@allmende/kernel';
import type { BrokerParts } from '../broker.ts';
import { CORE_CONTEXT_ADDRESS } from '@allmende/jsonld';
import { idSegment, negotiate, type MediaType } from '../entities/answer.ts';
import { instantMs } from '../entities/date-time.ts';
import { derivedRequest, readBodyWithContext, readContext, tenantOf } from '../entities/request-context.ts';
import { deletion } from '../entities/transitions.ts';
import { isUri } from '../entities/value-parser.ts';
import { ngsiLdErrors } from '../ngsi-ld-errors.ts';
import { badRequestData, brokerProblems } from '../problems.ts';
import { parametersOf, parseSelection } from '../query-language/entity-parameters.ts';
import { matchesNode } from '../query-language/matches.ts';
import { parseQuery } from '../query-language/parser.ts';
import { parametersOfBody } from '../query-language/query-body.ts';
import { after, parseDuration } from '../temporal/duration.ts';
import { copyEntities, everything, runQueries, statusAfter } from './fill-snapshot.ts';
import type { SnapshotNotifier } from './snapshot-notifier.ts';
import { asEntity, parseSnapshot, refuseMissing, refuseOtherMembers } from './snapshot-parser.ts';
import type { Snapshot, SnapshotStore } from './snapshot-store.ts';

export interface SnapshotParts {
  readonly parts: BrokerParts;
  readonly snapshots: SnapshotStore;
  readonly notifier: SnapshotNotifier;
}

const path = '/ngsi-ld/v1/snapshots';
const defaultPriority = 5;
const defaultLifetimeMs = 7 * 86_400_000;
const maxLifetimeMs = 90 * 86_400_000;

/** The name under which the entities of a snapshot are kept; no client can give it, as it has a colon. */
export const snapshotTenant = (id: string): string => `snapshot:${id}`;

export const isSnapshotTenant = (tenant: string): boolean => tenant.startsWith('snapshot:');

const unknown = (id: string): DomainError =>
  new DomainError(brokerProblems.resourceNotFound, `There is no snapshot ${id}.`);

const isOver = ({ expiresAt }: Snapshot, nowMs: number): boolean =>
  expiresAt !== undefined && instantMs(expiresAt) <= nowMs;

/** When a snapshot ends that is wanted for some time; the broker bounds that (§5.16.1.4). */
const endOf = (nowMs: number, lifetime: string | undefined): string => {
  const duration = lifetime === undefined ? undefined : parseDuration(lifetime);
  const wantedMs = duration === undefined ? nowMs + defaultLifetimeMs : after(nowMs, duration, 1);
  return new Date(Math.min(wantedMs, nowMs + maxLifetimeMs)).toISOString();
};

const found = ({ parts, snapshots }: SnapshotParts, tenant: string, id: string): Snapshot => {
  if (!isUri(id)) throw badRequestData(`"${id}" is not the id of a snapshot.`);
  const snapshot = snapshots.find(tenant, id);
  if (snapshot === undefined || isOver(snapshot, parts.clock.now())) throw unknown(id);
  return snapshot;
};

const named = (own: SnapshotParts, request: ApiRequest): Snapshot =>
  found(own, tenantOf(request), request.params['id'] ?? '');

const isoNow = ({ parts }: SnapshotParts): string => new Date(parts.clock.now()).toISOString();

const clear = async ({ parts, snapshots }: SnapshotParts, tenant: string, id: string): Promise<void> => {
  const { entities } = parts;
  for (;;) {
    const page = await entities.query(snapshotTenant(id), everything);
    const steps = page.entities.map((entity) => ({ entityId: entity.id, transition: deletion(entity.id) }));
    if (steps.length > 0) await entities.applyAll(snapshotTenant(id), steps);
    if (page.entities.length < everything.limit) break;
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
    expiresAt: endOf(own.parts.clock.now(), fragment.snapshotLifetime),
    createdAt: at,
    modifiedAt: at,
    lastUsedAt: at,
  };
};

const created = ({ id }: Snapshot): Answer => ({
  status: 201,
  headers: { location: `${path}/${idSegment(id)}` },
});

/** Snapshots that are over go when another one is made. */
const clearExpired = async (own: SnapshotParts, tenant: string): Promise<void> => {
  const now = own.parts.clock.now();
  for (const snapshot of own.snapshots.list(tenant)) {
    if (isOver(snapshot, now)) await clear(own, tenant, snapshot.id);
  }
};

const refuseKnown = ({ snapshots }: SnapshotParts, tenant: string, { id }: Snapshot): void => {
  if (snapshots.find(tenant, id) !== undefined)
    throw new DomainError(brokerProblems.alreadyExists, `Snapshot ${id} already exists.`);
};

/** Keeps a snapshot whose status has changed, and tells of it (§5.16.6). */
const keep = async (
  { snapshots, notifier }: SnapshotParts,
  tenant: string,
  next: Snapshot,
): Promise<void> => {
  await snapshots.put(tenant, next);
  notifier.tell(tenant, next);
};

/** Create Snapshot (§5.16.1): runs the queries and keeps what they find. */
const create =
  (own: SnapshotParts) =>
  async (request: ApiRequest): Promise<Answer> => {
    const { parts, snapshots } = own;
    const tenant = tenantOf(request);
    const { body, context } = await readBodyWithContext(request, parts.contexts);
    const snapshot = fresh(own, parseSnapshot(body, { queries: true }));
    await clearExpired(own, tenant);
    refuseKnown(own, tenant, snapshot);
    const selections = (snapshot.snapshotQueries ?? []).map((query) =>
      parseSelection(parametersOfBody(query, {}), context),
    );
    await snapshots.put(tenant, snapshot);
    const from = { tenant, selections, requestId: request.id };
    const snapshotQueriesDetails = await runQueries(parts, from, snapshotTenant(snapshot.id));
    const snapshotStatus = statusAfter(snapshotQueriesDetails);
    await keep(own, tenant, { ...snapshot, snapshotStatus, snapshotQueriesDetails });
    return created(snapshot);
  };

/** Clone Snapshot (§5.16.2). */
const clone =
  (own: SnapshotParts) =>
  async (request: ApiRequest): Promise<Answer> => {
    const { parts } = own;
    const tenant = tenantOf(request);
    const original = named(own, request);
    const { body } = await readBodyWithContext(request, parts.contexts);
    const { snapshotQueries = [], snapshotQueriesDetails } = original;
    const next = { ...fresh(own, parseSnapshot(body, { queries: false })), snapshotQueries };
    await clearExpired(own, tenant);
    refuseKnown(own, tenant, next);
    const from = { tenant: snapshotTenant(original.id), query: everything };
    await copyEntities(parts, from, snapshotTenant(next.id));
    await keep(own, tenant, { ...next, snapshotStatus: 'success', snapshotQueriesDetails });
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
    const snapshot = named(own, request);
    const { body } = await readBodyWithContext(request, own.parts.contexts);
    const { id = snapshot.id, ...fragment } = parseSnapshot(body, { queries: false });
    if (id !== snapshot.id) throw badRequestData('The id of a snapshot cannot be changed (§5.2.41).');
    const { snapshotLifetime } = fragment;
    const next = {
      ...snapshot,
      ...fragment,
      ...(snapshotLifetime === undefined
        ? {}
        : { expiresAt: endOf(own.parts.clock.now(), snapshotLifetime) }),
      modifiedAt: isoNow(own),
    };
    await keep(own, tenantOf(request), next);
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
    const fitting = own.snapshots
      .list(tenant)
      .filter((snapshot) => matchesNode(asEntity(snapshot, context), q));
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
    row('6.37.3.1', ['GET', '/:id'], (request) => shown(named(own, request), negotiate(request))),
    row('6.37.3.2', ['PATCH', '/:id'], update(own)),
    row('6.37.3.3', ['DELETE', '/:id'], async (request) => {
      await clear(own, tenantOf(request), named(own, request).id);
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
      const snapshot = found(own, tenant, id);
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
