import { randomUUID } from 'node:crypto';
import type { Answer, ApiRequest, Route } from '@allmende/http';
import { DomainError } from '@allmende/kernel';
import { CORE_CONTEXT_ADDRESS } from '@allmende/jsonld';
import type { Distribution } from '../distribution/distribution.ts';
import { idSegment, negotiate, type MediaType } from '../entities/answer.ts';
import { derivedRequest, readBodyWithContext, readContext, tenantOf } from '../entities/request-context.ts';
import { isUri } from '../entities/value-parser.ts';
import { ngsiLdErrors } from '../ngsi-ld-errors.ts';
import { badRequestData, brokerProblems } from '../problems.ts';
import { parametersOf } from '../query-language/entity-parameters.ts';
import { matchesNode } from '../query-language/matches.ts';
import { parseQuery } from '../query-language/parser.ts';
import { checkQuery, runSnapshot } from './run-snapshot.ts';
import { copyContents, type ContentStores } from './snapshot-contents.ts';
import { asEntity, parseSnapshot, refuseMissing, refuseOtherMembers } from './snapshot-parser.ts';
import type { Snapshot, SnapshotStore } from './snapshot-store.ts';
import { snapshotTenant } from './snapshot-tenant.ts';
import { endOfSnapshot, isOver, type SnapshotWork } from './snapshot-work.ts';

export interface SnapshotParts {
  readonly distribution: Distribution;
  readonly snapshots: SnapshotStore;
  readonly contents: ContentStores;
  readonly work: SnapshotWork;
}

const path = '/ngsi-ld/v1/snapshots';
const defaultPriority = 5;

const unknown = (id: string): DomainError =>
  new DomainError(brokerProblems.resourceNotFound, `There is no snapshot ${id}.`);

const nowOf = ({ distribution }: SnapshotParts): number => distribution.parts.clock.now();

const found = async (own: SnapshotParts, tenant: string, id: string): Promise<Snapshot> => {
  if (!isUri(id)) throw badRequestData(`"${id}" is not the id of a snapshot.`);
  const snapshot = await own.snapshots.find(tenant, id);
  if (snapshot === undefined || isOver(snapshot, nowOf(own))) throw unknown(id);
  return snapshot;
};

const named = (own: SnapshotParts, request: ApiRequest): Promise<Snapshot> =>
  found(own, tenantOf(request), request.params['id'] ?? '');

const isoNow = (own: SnapshotParts): string => new Date(nowOf(own)).toISOString();

const fresh = (own: SnapshotParts, fragment: ReturnType<typeof parseSnapshot>): Snapshot => {
  const at = isoNow(own);
  return {
    id: `urn:ngsi-ld:Snapshot:${randomUUID()}`,
    type: 'Snapshot',
    snapshotPriority: defaultPriority,
    ...fragment,
    snapshotStatus: 'preparing',
    expiresAt: endOfSnapshot(nowOf(own), fragment.snapshotLifetime),
    createdAt: at,
    modifiedAt: at,
    lastUsedAt: at,
  };
};

const created = ({ id }: Snapshot): Answer => ({
  status: 201,
  headers: { location: `${path}/${idSegment(id)}` },
});

const refuseKnown = async (own: SnapshotParts, tenant: string, { id }: Snapshot): Promise<void> => {
  const known = await own.snapshots.find(tenant, id);
  if (known === undefined) return;
  if (!isOver(known, nowOf(own)))
    throw new DomainError(brokerProblems.alreadyExists, `Snapshot ${id} already exists.`);
  await own.work.remove(tenant, known);
};

/** Create Snapshot (§5.16.1): answers, then runs the queries and keeps what they find. */
const create =
  (own: SnapshotParts) =>
  async (request: ApiRequest): Promise<Answer> => {
    const { distribution, contents, snapshots, work } = own;
    const tenant = tenantOf(request);
    const { body, context } = await readBodyWithContext(request, distribution.parts.contexts);
    const snapshot = fresh(own, parseSnapshot(body, { queries: true }));
    for (const query of snapshot.snapshotQueries ?? []) checkQuery(query, context, false);
    for (const query of snapshot.snapshotTemporalQueries ?? []) checkQuery(query, context, true);
    await refuseKnown(own, tenant, snapshot);
    await snapshots.put(tenant, snapshot);
    work.fill(tenant, snapshot, () => runSnapshot({ distribution, contents, tenant, context }, snapshot));
    return created(snapshot);
  };

/** Clone Snapshot (§5.16.2). */
const clone =
  (own: SnapshotParts) =>
  async (request: ApiRequest): Promise<Answer> => {
    const { distribution, contents, snapshots, work } = own;
    const tenant = tenantOf(request);
    const original = await named(own, request);
    const { body } = await readBodyWithContext(request, distribution.parts.contexts);
    const { snapshotQueries, snapshotTemporalQueries } = original;
    const next: Snapshot = {
      ...fresh(own, parseSnapshot(body, { queries: false })),
      ...(snapshotQueries === undefined ? {} : { snapshotQueries }),
      ...(snapshotTemporalQueries === undefined ? {} : { snapshotTemporalQueries }),
    };
    await refuseKnown(own, tenant, next);
    await snapshots.put(tenant, next);
    const withPast = snapshotTemporalQueries !== undefined;
    work.fill(tenant, next, async () => {
      const to = snapshotTenant({ tenant, id: next.id });
      await copyContents(contents, snapshotTenant({ tenant, id: original.id }), { to, withPast });
      const { snapshotQueriesDetails, snapshotTemporalQueriesDetails } = original;
      return {
        ...next,
        snapshotStatus: 'success',
        ...(snapshotQueriesDetails === undefined ? {} : { snapshotQueriesDetails }),
        ...(snapshotTemporalQueriesDetails === undefined ? {} : { snapshotTemporalQueriesDetails }),
      };
    });
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
    const { body } = await readBodyWithContext(request, own.distribution.parts.contexts);
    const { id = snapshot.id, ...fragment } = parseSnapshot(body, { queries: false });
    if (id !== snapshot.id) throw badRequestData('The id of a snapshot cannot be changed (§5.2.41).');
    const { snapshotLifetime } = fragment;
    const next = {
      ...snapshot,
      ...fragment,
      modifiedAt: isoNow(own),
      ...(snapshotLifetime === undefined ? {} : { expiresAt: endOfSnapshot(nowOf(own), snapshotLifetime) }),
    };
    const tenant = tenantOf(request);
    await own.snapshots.put(tenant, next);
    own.work.notify(tenant, next);
    return shown(next, 'application/json');
  };

/** Purge Snapshots (§5.16.7): those that fulfil q. */
const purge =
  (own: SnapshotParts) =>
  async (request: ApiRequest): Promise<Answer> => {
    const tenant = tenantOf(request);
    const context = await readContext(request, own.distribution.parts.contexts);
    const q = parseQuery(refuseMissing(parametersOf(request.query)['q']), context);
    refuseOtherMembers(q, context);
    const matching = (await own.snapshots.list(tenant)).filter((snapshot) =>
      matchesNode(asEntity(snapshot, context), q),
    );
    if (matching.length === 0)
      throw new DomainError(brokerProblems.resourceNotFound, 'No snapshot fulfils q (§6.36.3.2).');
    for (const snapshot of matching) await own.work.remove(tenant, snapshot);
    return { status: 204 };
  };

/** Delete Snapshot (§5.16.5). */
const remove =
  (own: SnapshotParts) =>
  async (request: ApiRequest): Promise<Answer> => {
    await own.work.remove(tenantOf(request), await named(own, request));
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
    row('6.37.3.1', ['GET', '/:id'], async (request) => {
      const mediaType = negotiate(request);
      return shown(await named(own, request), mediaType);
    }),
    row('6.37.3.2', ['PATCH', '/:id'], update(own)),
    row('6.37.3.3', ['DELETE', '/:id'], remove(own)),
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
      const answer = await route.handle(
        derivedRequest(request, { storedTenant: snapshotTenant({ tenant, id }) }),
      );
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
