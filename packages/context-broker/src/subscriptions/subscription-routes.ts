import { randomUUID } from 'node:crypto';
import type { Answer, ApiRequest, Route } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import type { BrokerParts } from '../broker.ts';
import { answerContent, idSegment, negotiate } from '../entities/answer.ts';
import { readBodyWithContext, readContext, tenantOf } from '../entities/request-context.ts';
import { isUri } from '../entities/value-parser.ts';
import { ngsiLdErrors } from '../ngsi-ld-errors.ts';
import { parametersOf, parsePaging } from '../query-language/entity-parameters.ts';
import { invalidParameter } from '../query-language/problems.ts';
import type { DeliveryRun } from '../notifications/run-delivery.ts';
import { notificationContext, type ActiveSubscriptions } from './active-subscriptions.ts';
import { compileSubscription, translateDocument } from './compile-subscription.ts';
import { triggersOf } from './subscription-trigger.ts';
import { patchDocument, readSubscription, withoutOwnMembers } from './read-subscription.ts';
import type { StoredSubscription, SubscriptionStore } from './subscription-store.ts';
import {
  singleAddress,
  statusAt,
  type Bookkeeping,
  type Subscription,
  type SubscriptionDocument,
} from './subscription.ts';

/** Subscriptions to entities and to context sources differ in address, clauses and what is notified only. */
export interface SubscriptionRoutesParts {
  readonly parts: BrokerParts;
  readonly store: SubscriptionStore<never>;
  readonly active: Pick<ActiveSubscriptions<never>, 'add' | 'remove'>;
  /** A receiver that asks after a notification finds it counted. */
  readonly recorded: DeliveryRun['recorded'];
  readonly path: string;
  readonly forSources?: boolean;
  /** Told when a subscription was made, changed or removed. */
  readonly onChanged?: (tenant: string, id: string) => void;
  /** Subscriptions that the broker itself has, to be shown with those that were made. */
  readonly others?: (tenant: string) => Promise<readonly StoredSubscription[]>;
  /** Refuses a request that must not make a subscription here. */
  readonly refuse?: (request: ApiRequest) => void;
  /** Refuses what cannot be understood, before it is kept. */
  readonly check?: (subscription: Subscription) => Promise<void>;
  /** Clauses of create, list, retrieve, update and delete. */
  readonly clauses: readonly [string, string, string, string, string];
}

type Parts = SubscriptionRoutesParts;

const idOf = ({ params }: ApiRequest): string => {
  const id = params['id'] ?? '';
  if (isUri(id)) return id;
  throw invalidParameter('id', 'must be a URI');
};

const isoNow = ({ parts }: Parts): string => new Date(parts.clock.now()).toISOString();

/** The subscription as it is answered (§5.2.12), names in the context of the request. */
const present = async (
  routes: Parts,
  { subscription, bookkeeping }: StoredSubscription,
  context: CompiledContext,
  hasSysAttrs: boolean,
): Promise<Record<string, unknown>> => {
  const { parts } = routes;
  const own = await parts.contexts.compile(subscription.context);
  const document = translateDocument(subscription.document, own, context);
  const { lastSuccess = '', lastFailure = '' } = bookkeeping;
  // Initialised with the context of the subscription (§5.8.1.4), unless it is one to registrations.
  const address = routes.forSources === true ? undefined : singleAddress(notificationContext(subscription));
  return {
    ...document,
    ...(address === undefined ? {} : { jsonldContext: address }),
    ...triggersShown(routes, subscription),
    status: statusAt(document, parts.clock.now()),
    notification: {
      ...document.notification,
      ...withoutZeroes(bookkeeping),
      ...(bookkeeping.timesSent === 0 ? {} : { status: lastFailure > lastSuccess ? 'failed' : 'ok' }),
    },
    ...(hasSysAttrs ? { createdAt: subscription.createdAt, modifiedAt: subscription.modifiedAt } : {}),
  };
};

/** What triggers notifications, also when it is not given (§5.2.12); that of periodic ones is the time. */
const triggersShown = (
  { forSources = false }: Parts,
  subscription: Subscription,
): Pick<SubscriptionDocument, 'notificationTrigger'> =>
  forSources || subscription.document.timeInterval !== undefined
    ? {}
    : { notificationTrigger: triggersOf(subscription) };

/** A context that is no single address is kept for the subscription, so that notifications can link to it. */
const withOwnContext = async (
  { parts }: Parts,
  tenant: string,
  document: SubscriptionDocument,
  { source }: CompiledContext,
): Promise<SubscriptionDocument> => {
  if (document.jsonldContext !== undefined || source === undefined || singleAddress(source) !== undefined)
    return document;
  const kept = await parts.contexts.add(tenant, 'ImplicitlyCreated', { '@context': source });
  return { ...document, jsonldContext: parts.contexts.addressOf(kept) };
};

/** Counts are told from the first notification on. */
const withoutZeroes = (bookkeeping: Bookkeeping): Partial<Bookkeeping> =>
  Object.fromEntries(Object.entries(bookkeeping).filter(([, value]) => value !== 0));

const create = async (own: Parts, request: ApiRequest): Promise<Answer> => {
  const { parts, store, active } = own;
  const tenant = tenantOf(request);
  own.refuse?.(request);
  const { body, context } = await readBodyWithContext(request, parts.contexts);
  const members = { id: `urn:ngsi-ld:Subscription:${randomUUID()}`, ...withoutOwnMembers(body) };
  const document = readSubscription(members, parts.clock.now(), own);
  if (document.jsonldContext !== undefined) await parts.contexts.compile(document.jsonldContext);
  const at = isoNow(own);
  const subscription: Subscription = {
    tenant,
    document: await withOwnContext(own, tenant, document, context),
    context: context.source,
    ...compileSubscription(document, context),
    ...(request.headers.via === undefined ? {} : { via: request.headers.via }),
    createdAt: at,
    modifiedAt: at,
  };
  await own.check?.(subscription);
  await store.insert(subscription);
  await active.add({ subscription, bookkeeping: { timesSent: 0, timesFailed: 0 } });
  own.onChanged?.(tenant, document.id);
  return { status: 201, headers: { location: `${own.path}/${idSegment(document.id)}` } };
};

const update = async (own: Parts, request: ApiRequest): Promise<Answer> => {
  const { parts, store, active } = own;
  const id = idOf(request);
  const { body, context: given } = await readBodyWithContext(request, parts.contexts);
  const stored = await store.find(tenantOf(request), id);
  const { subscription } = stored;
  const fragment = withoutOwnMembers(body);
  if (fragment['id'] !== undefined && fragment['id'] !== id)
    throw invalidParameter('id', 'cannot be changed (§5.2.12)');
  const former = await parts.contexts.compile(subscription.context);
  const context = given.source === undefined ? former : given;
  const base = translateDocument(subscription.document, former, context);
  // An expiry that has passed already may stay while other members change.
  const now = fragment['expiresAt'] === undefined ? 0 : parts.clock.now();
  const document = readSubscription(patchDocument(base, fragment), now, own);
  if (document.jsonldContext !== undefined) await parts.contexts.compile(document.jsonldContext);
  const kept = fragment['q'] === undefined ? (subscription.linkedQ ?? subscription.queries[0]?.q) : undefined;
  const next: Subscription = {
    tenant: subscription.tenant,
    document,
    // As it was given, so that an update without a context changes nothing about it.
    context: given.source ?? subscription.context,
    ...compileSubscription(document, context, kept),
    ...(subscription.via === undefined ? {} : { via: subscription.via }),
    createdAt: subscription.createdAt,
    modifiedAt: isoNow(own),
  };
  await own.check?.(next);
  await store.replace(next);
  await active.add({ subscription: next, bookkeeping: stored.bookkeeping });
  own.onChanged?.(next.tenant, document.id);
  return { status: 204 };
};

/** Those of the broker itself come after the others, of which `offset` takes the rest. */
const pageOf = (
  others: readonly StoredSubscription[],
  limit: number,
  offset: number,
): readonly StoredSubscription[] => others.slice(Math.max(0, offset), Math.max(0, offset + limit));

const list = async (own: Parts, request: ApiRequest): Promise<Answer> => {
  const tenant = tenantOf(request);
  const given = parametersOf(request.query);
  const { limit, offset, count } = parsePaging(given);
  const context = await readContext(request, own.parts.contexts);
  const mediaType = negotiate(request);
  const kept = await own.store.count(tenant);
  const others = (await own.others?.(tenant)) ?? [];
  const total = kept + others.length;
  const hasSysAttrs = given['options']?.split(',').includes('sysAttrs') === true;
  const shown = [...(await own.store.list(tenant, limit, offset)), ...pageOf(others, limit, offset - kept)];
  const found = await Promise.all(shown.map((stored) => present(own, stored, context, hasSysAttrs)));
  const page = (rel: string, at: number): readonly string[] => {
    const query = new URLSearchParams(request.query);
    query.set('limit', String(limit));
    query.set('offset', String(at));
    return [`<${own.path}?${query.toString()}>;rel="${rel}";type="${mediaType}"`];
  };
  const links = [
    ...(offset > 0 && limit > 0 ? page('prev', Math.max(0, offset - limit)) : []),
    ...(offset + limit < total && limit > 0 ? page('next', offset + limit) : []),
  ];
  return answerContent(found, context, {
    mediaType,
    headers: {
      ...(links.length === 0 ? {} : { link: links }),
      ...(count ? { 'ngsild-results-count': String(total) } : {}),
    },
  });
};

const one = async (own: Parts, request: ApiRequest): Promise<Answer> => {
  const mediaType = negotiate(request);
  const [tenant, id] = [tenantOf(request), idOf(request)];
  await own.recorded({ tenant, subscriptionId: id });
  const others = (await own.others?.(tenant)) ?? [];
  const stored =
    others.find(({ subscription }) => subscription.document.id === id) ?? (await own.store.find(tenant, id));
  const context = await readContext(request, own.parts.contexts);
  const hasSysAttrs = request.query.get('options')?.split(',').includes('sysAttrs') === true;
  return answerContent(await present(own, stored, context, hasSysAttrs), context, { mediaType });
};

const remove = async ({ store, active, onChanged }: Parts, request: ApiRequest): Promise<Answer> => {
  const [tenant, id] = [tenantOf(request), idOf(request)];
  await store.remove(tenant, id);
  active.remove(tenant, id);
  onChanged?.(tenant, id);
  return { status: 204 };
};

/** Serves the context that notifications link to when it is not a single address. */
const contextOf = async ({ store }: Parts, { query, params }: ApiRequest): Promise<Answer> => {
  const { subscription } = await store.find(query.get('tenant') ?? '', params['id'] ?? '');
  return {
    status: 200,
    headers: { 'content-type': 'application/ld+json' },
    body: JSON.stringify({ '@context': notificationContext(subscription) ?? [] }),
  };
};

/** Subscription operations (§5.8, §6.10, §6.11). */
export const subscriptionRoutes = (own: Parts): readonly Route[] => {
  const errors = ngsiLdErrors;
  const { path, clauses } = own;
  const handle =
    (work: (own: Parts, request: ApiRequest) => Promise<Answer>): Route['handle'] =>
    (request) =>
      work(own, request);
  return [
    { clause: clauses[0], method: 'POST', path, query: ['local'], errors, handle: handle(create) },
    {
      clause: clauses[1],
      method: 'GET',
      path,
      query: ['limit', 'offset', 'count', 'options', 'local'],
      errors,
      handle: handle(list),
    },
    {
      clause: clauses[2],
      method: 'GET',
      path: `${path}/:id`,
      query: ['options', 'local'],
      errors,
      handle: handle(one),
    },
    {
      clause: clauses[3],
      method: 'PATCH',
      path: `${path}/:id`,
      query: ['local'],
      errors,
      handle: handle(update),
    },
    {
      clause: clauses[4],
      method: 'DELETE',
      path: `${path}/:id`,
      query: ['local'],
      errors,
      handle: handle(remove),
    },
    { method: 'GET', path: `${path}/:id/context`, query: ['tenant'], errors, handle: handle(contextOf) },
  ];
};
