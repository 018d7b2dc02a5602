import type { Answer, ApiRequest, Route } from '@allmende/http';
import { DomainError, isJsonObject } from '@allmende/kernel';
import type { Distribution } from '../distribution/distribution.ts';
import { readBodyWithContext } from '../entities/request-context.ts';
import { ngsiLdErrors } from '../ngsi-ld-errors.ts';
import { badRequestData, brokerProblems } from '../problems.ts';
import { statusAt, type Subscription } from '../subscriptions/subscription.ts';
import { notifyPath, type SubscriptionSource } from './federated-subscriptions.ts';
import { receivedEntities } from './received-entities.ts';
import type { RemoteSubscriptionStore } from './remote-subscription-store.ts';

interface Parts {
  readonly distribution: Distribution;
  readonly store: RemoteSubscriptionStore;
  readonly subscriptions: SubscriptionSource;
  /** Queues a notification of a subscription. */
  readonly notify: (subscription: Subscription, data: readonly Record<string, unknown>[]) => Promise<void>;
}

const unknown = (id: string): DomainError =>
  new DomainError(brokerProblems.resourceNotFound, `No source was asked for subscription ${id}.`);

interface Notification {
  readonly subscriptionId: string;
  readonly data: readonly unknown[];
}

const read = (body: unknown): Notification => {
  const { type, subscriptionId, data } = isJsonObject(body) ? body : {};
  if (type === 'Notification' && typeof subscriptionId === 'string' && Array.isArray(data))
    return { subscriptionId, data };
  throw badRequestData('The body is no Notification with subscriptionId and data (§5.3.1).');
};

/** Takes a notification of a source and passes it on to the subscriber (§5.8.6). */
const receive =
  ({ distribution, store, subscriptions, notify }: Parts) =>
  async (request: ApiRequest): Promise<Answer> => {
    const { body, context } = await readBodyWithContext(request, distribution.parts.contexts);
    const { subscriptionId, data } = read(body);
    const remote = await store.find(subscriptionId);
    if (remote === undefined) throw unknown(subscriptionId);
    const subscription = await subscriptions.find(remote.tenant, remote.subscriptionId);
    if (subscription === undefined) throw unknown(subscriptionId);
    const isActive = statusAt(subscription.document, distribution.parts.clock.now()) === 'active';
    const told = isActive
      ? await receivedEntities(distribution, { remote, subscription, data, context })
      : [];
    if (told.length > 0) await notify(subscription, [...told]);
    return { status: 200 };
  };

/** Where sources notify this broker; the id that only they know stands for the tenant. */
export const remoteNotifyRoutes = (parts: Parts): Route[] => [
  {
    clause: '5.8.6',
    method: 'POST',
    path: notifyPath,
    query: [],
    errors: ngsiLdErrors,
    handle: receive(parts),
  },
];
