import type { ApiRequest } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import { DomainError } from '@allmende/kernel';
import type { BrokerParts } from '../broker.ts';
import type { Entity } from '../entities/entity.ts';
import { readContext, tenantOf } from '../entities/request-context.ts';
import { resolveLinks } from '../linked-entities/linked-query.ts';
import { entityNotFound } from '../problems.ts';
import type { EntityQuery } from '../query-language/query.ts';
import { coreContextUrl } from '../subscriptions/active-subscriptions.ts';
import { compileSubscription } from '../subscriptions/compile-subscription.ts';
import { joinData } from '../subscriptions/join-notification.ts';
import { isMqtt } from '../subscriptions/mqtt-sender.ts';
import {
  mqttPayload,
  notificationBody,
  notificationRequest,
  presentFor,
} from '../subscriptions/notification.ts';
import { readSubscription, withoutOwnMembers } from '../subscriptions/read-subscription.ts';
import { singleAddress, type Subscription } from '../subscriptions/subscription.ts';
import { trialProblems } from './problems.ts';
import { isFlag, isObject, isText, readTrial } from './read-trial.ts';
import type { TrialClient, TrialReply } from './trial-client.ts';

/** What a subscription would send, and what came of it when it was sent. */
export interface SubscriptionTrial {
  readonly entityId: string;
  /** Whether the subscription is about this entity, with all of its conditions. */
  readonly isMatching: boolean;
  readonly request: {
    readonly method: 'POST' | 'PUBLISH';
    readonly address: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
  /** Absent when nothing was sent. */
  readonly reply?: TrialReply;
}

type Parts = Pick<BrokerParts, 'clock' | 'contexts' | 'entities'>;

const DEFAULT_TIMEOUT_MS = 10_000;
/** Somebody is waiting for it. */
const LONGEST_TIMEOUT_MS = 30_000;

const trialId = 'urn:ngsi-ld:Subscription:trial';

/** The subscription as it would be kept; an expired one can be tried as well. */
const subscriptionOf = (
  given: unknown,
  context: CompiledContext,
  { tenant, at }: { readonly tenant: string; readonly at: string },
): Subscription => {
  const document = readSubscription({ id: trialId, ...withoutOwnMembers(given) }, 0);
  return {
    tenant,
    document,
    context: context.source,
    ...compileSubscription(document, context),
    createdAt: at,
    modifiedAt: at,
  };
};

const queriesOf = async (
  { queries, linkedQ, tenant }: Subscription,
  { entities }: Parts,
): Promise<readonly EntityQuery[]> => {
  const linked = linkedQ === undefined ? {} : { q: await resolveLinks(linkedQ, { entities, tenant }) };
  return queries.map((query) => ({ ...query, ...linked, limit: 1, offset: 0 }));
};

/** The first entity that the subscription is about, or the asked one if it is about it. */
const findMatching = async (
  subscription: Subscription,
  parts: Parts,
  id: string | undefined,
): Promise<Entity | undefined> => {
  for (const query of await queriesOf(subscription, parts)) {
    if (id !== undefined && query.ids !== undefined && !query.ids.includes(id)) continue;
    const asked = id === undefined ? query : { ...query, ids: [id] };
    const [found] = (await parts.entities.query(subscription.tenant, asked)).entities;
    if (found !== undefined) return found;
  }
  return undefined;
};

const findEntity = async (
  subscription: Subscription,
  parts: Parts,
  id: string | undefined,
): Promise<{ readonly entity: Entity; readonly isMatching: boolean }> => {
  const matching = await findMatching(subscription, parts, id);
  if (matching !== undefined) return { entity: matching, isMatching: true };
  if (id === undefined) {
    throw new DomainError(
      trialProblems.nothingToSend,
      'No entity fulfils this subscription now. Name one with entityId.',
    );
  }
  const entity = await parts.entities.find(subscription.tenant, id);
  if (entity === undefined) throw entityNotFound(id);
  return { entity, isMatching: false };
};

const requestOf = async (subscription: Subscription, entity: Entity, parts: Parts) => {
  const { document } = subscription;
  const context = await parts.contexts.compile(document.jsonldContext ?? subscription.context);
  const told = [presentFor(subscription, entity, context)];
  const data = await joinData(subscription, told, { entities: parts.entities, context });
  const text = JSON.stringify(notificationBody(subscription, [...data], parts.clock.now()));
  return notificationRequest(subscription, text, {
    context: context.source ?? coreContextUrl,
    contextUrl: singleAddress(context.source) ?? coreContextUrl,
  });
};

/** Shows what a subscription would send for an entity, and sends it if it shall. */
export const trySubscription = async (
  parts: Parts,
  client: TrialClient,
  request: ApiRequest,
): Promise<SubscriptionTrial> => {
  const checks = { subscription: isObject, entityId: isText, send: isFlag };
  const { subscription: given, entityId, send } = await readTrial(request, checks, ['subscription']);
  const context = await readContext(request, parts.contexts);
  const at = new Date(parts.clock.now()).toISOString();
  const subscription = subscriptionOf(given, context, { tenant: tenantOf(request), at });
  const id = typeof entityId === 'string' ? entityId : undefined;
  const { entity, isMatching } = await findEntity(subscription, parts, id);
  const { headers, body } = await requestOf(subscription, entity, parts);
  const { endpoint } = subscription.document.notification;
  const timeoutMs = Math.ceil(Math.min(endpoint.timeout ?? DEFAULT_TIMEOUT_MS, LONGEST_TIMEOUT_MS));
  const payload = isMqtt(endpoint) ? mqttPayload(headers, body) : body;
  const deliver = (): Promise<TrialReply> =>
    isMqtt(endpoint)
      ? client.publish({ endpoint, payload, timeoutMs })
      : client.send({
          method: 'POST',
          address: endpoint.uri,
          headers,
          body,
          timeoutMs,
          signal: request.signal,
        });
  return {
    entityId: entity.id,
    isMatching,
    request: {
      method: isMqtt(endpoint) ? 'PUBLISH' : 'POST',
      address: endpoint.uri,
      headers: isMqtt(endpoint) ? {} : headers,
      body: JSON.parse(payload) as unknown,
    },
    ...(send === true ? { reply: await deliver() } : {}),
  };
};
