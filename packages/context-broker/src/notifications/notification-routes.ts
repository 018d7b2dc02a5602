import { problemJson, type Answer, type ApiRequest, type Route } from '@allmende/http';
import { DomainError, isJsonObject, type Clock } from '@allmende/kernel';
import { parametersOf, parsePaging } from '../query-language/entity-parameters.ts';
import { invalidParameter } from '../query-language/problems.ts';
import type {
  DeadNotification,
  DeadNotificationStore,
  DeadSelection,
  QueueState,
} from './dead-notification-store.ts';
import type { NotificationKind, QueueKey } from './notification-queue.ts';
import { notificationProblems } from './problems.ts';

export interface NotificationRoutesParts {
  readonly dead: DeadNotificationStore;
  readonly clock: Clock;
  /** Has sent what waits in the queues again. */
  readonly wake: (kind: NotificationKind, keys: readonly QueueKey[]) => void;
}

type Parts = NotificationRoutesParts;

const json = (value: unknown, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(value),
});

const iso = (atMs: number): string => new Date(atMs).toISOString();

/** Those of one subscription, or all of the tenant. */
const selectionOf = ({ query }: ApiRequest): DeadSelection => {
  const [tenant, subscriptionId] = [query.get('tenant') ?? '', query.get('subscriptionId')];
  return { tenant, ...(subscriptionId === null ? {} : { subscriptionId }) };
};

const idOf = ({ params: { id = '' } }: ApiRequest): number => {
  if (/^\d{1,15}$/u.test(id)) return Number(id);
  throw invalidParameter('id', 'a whole number is expected');
};

const notFound = (id: number): DomainError =>
  new DomainError(
    notificationProblems.deadNotFound,
    `There is no notification ${String(id)} that was given up.`,
  );

const presentDead = (dead: DeadNotification): Readonly<Record<string, unknown>> => {
  const { id, kind, subscriptionId, attempts, reason, status } = dead;
  return {
    id,
    kind,
    subscriptionId,
    attempts,
    reason,
    ...(status === undefined ? {} : { status }),
    queuedAt: iso(dead.queuedAt),
    firstAttemptAt: iso(dead.firstAttemptAt),
    lastAttemptAt: iso(dead.lastAttemptAt),
  };
};

const presentQueue = ({ kind, subscriptionId, waiting, dead, dropped, first }: QueueState) => ({
  kind,
  subscriptionId,
  waiting,
  dead,
  dropped,
  ...(first === undefined
    ? {}
    : { first: { ...first, queuedAt: iso(first.queuedAt), nextAttemptAt: iso(first.nextAttemptAt) } }),
});

/** What was to be told, as it was queued; as text should it be no JSON object. */
const contentOf = (body: string): unknown => {
  const parsed: unknown = JSON.parse(body);
  return isJsonObject(parsed) ? parsed : body;
};

const list = async ({ dead }: Parts, request: ApiRequest): Promise<Answer> => {
  const { members, count } = await dead.list(selectionOf(request), parsePaging(parametersOf(request.query)));
  return json({ notifications: members.map(presentDead), count });
};

const show = async ({ dead }: Parts, request: ApiRequest): Promise<Answer> => {
  const id = idOf(request);
  const found = await dead.find(selectionOf(request).tenant, id);
  if (found === undefined) throw notFound(id);
  return json({ ...presentDead(found), notification: contentOf(found.body) });
};

const sendAgain = async ({ dead, clock, wake }: Parts, selection: DeadSelection): Promise<number> => {
  const queues = await dead.sendAgain(selection, clock.now());
  for (const kind of ['entities', 'sources'] as const)
    wake(
      kind,
      queues.filter((queue) => queue.kind === kind),
    );
  return queues.length;
};

const queues = async ({ dead }: Parts, request: ApiRequest): Promise<Answer> => {
  const { members, count } = await dead.queues(
    selectionOf(request),
    parsePaging(parametersOf(request.query)),
  );
  return json({ queues: members.map(presentQueue), count });
};

/** Refuses when the one that was named is not there. */
const one =
  (work: (selection: DeadSelection) => Promise<number>): Route['handle'] =>
  async (request) => {
    const id = idOf(request);
    const touched = await work({ tenant: selectionOf(request).tenant, id });
    if (touched === 0) throw notFound(id);
    return { status: 204 };
  };

const many =
  (work: (selection: DeadSelection) => Promise<number>): Route['handle'] =>
  async (request) =>
    json({ count: await work(selectionOf(request)) });

/** What operators and pages ask of notifications: how queues do, what was given up; to send it again or discard it. */
export const notificationRoutes = (parts: Parts): readonly Route[] => {
  const [path, errors] = ['/api/dead-notifications', problemJson];
  const again = (selection: DeadSelection): Promise<number> => sendAgain(parts, selection);
  const discard = (selection: DeadSelection): Promise<number> => parts.dead.discard(selection);
  const tenantQuery = ['tenant'];
  const selectionQuery = ['tenant', 'subscriptionId'];
  const listQuery = [...selectionQuery, 'limit', 'offset'];
  const row = (
    method: Route['method'],
    address: string,
    query: readonly string[],
    handle: Route['handle'],
  ): Route => ({ method, path: address, query, errors, handle });
  return [
    row('GET', '/api/notification-queues', listQuery, (request) => queues(parts, request)),
    row('GET', path, listQuery, (request) => list(parts, request)),
    row('DELETE', path, selectionQuery, many(discard)),
    row('POST', `${path}/send-again`, selectionQuery, many(again)),
    row('GET', `${path}/:id`, tenantQuery, (request) => show(parts, request)),
    row('DELETE', `${path}/:id`, tenantQuery, one(discard)),
    row('POST', `${path}/:id/send-again`, tenantQuery, one(again)),
  ];
};
