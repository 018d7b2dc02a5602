import { createdId, readJson, request, send, toParameters } from './http.ts';

export const notificationTriggers = [
  'entityCreated',
  'entityUpdated',
  'entityDeleted',
  'attributeCreated',
  'attributeUpdated',
  'attributeDeleted',
] as const;
export type NotificationTrigger = (typeof notificationTriggers)[number];

export const notificationFormats = ['normalized', 'concise', 'simplified'] as const;
export type NotificationFormat = (typeof notificationFormats)[number] | 'keyValues';

export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

/** EntitySelector (§5.2.33). */
export interface EntitySelector {
  readonly type: string;
  readonly id?: string | readonly string[];
  readonly idPattern?: string;
}

/** A subscription as it is written (§5.2.12); members that the pages do not know stay in it. */
export interface SubscriptionDraft {
  readonly type: 'Subscription';
  readonly subscriptionName?: string;
  readonly description?: string;
  readonly entities?: readonly EntitySelector[];
  readonly watchedAttributes?: readonly string[];
  readonly notificationTrigger?: readonly NotificationTrigger[];
  readonly q?: string;
  readonly geoQ?: GeoQuery;
  readonly timeInterval?: number;
  readonly throttling?: number;
  readonly isActive?: boolean;
  readonly expiresAt?: string;
  readonly notification: NotificationParams;
  readonly [member: string]: unknown;
}

export interface GeoQuery {
  readonly georel: string;
  readonly geometry: string;
  readonly coordinates: unknown;
  readonly geoproperty?: string;
}

/** NotificationParams (§5.2.14). */
export interface NotificationParams {
  readonly attributes?: readonly string[];
  readonly format?: NotificationFormat;
  readonly endpoint: Endpoint;
  readonly [member: string]: unknown;
}

/** Endpoint (§5.2.15). */
export interface Endpoint {
  readonly uri: string;
  readonly accept?: 'application/json' | 'application/ld+json';
  readonly receiverInfo?: readonly KeyValue[];
  readonly notifierInfo?: readonly KeyValue[];
  readonly [member: string]: unknown;
}

/** A kept subscription with what happened so far (§5.2.14.2). */
export interface Subscription extends SubscriptionDraft {
  readonly id: string;
  readonly status: 'active' | 'paused' | 'expired';
  readonly notification: NotificationParams & {
    readonly status?: 'ok' | 'failed';
    readonly timesSent?: number;
    readonly timesFailed?: number;
    readonly lastNotification?: string;
    readonly lastSuccess?: string;
    readonly lastFailure?: string;
  };
}

export const subscriptionsPath = '/ngsi-ld/v1/subscriptions';
export const subscriptionPath = (id: string): string => `${subscriptionsPath}/${encodeURIComponent(id)}`;

const pageSize = 1000;

/** All subscriptions of a tenant. */
export const getSubscriptions = async (
  tenant: string,
  signal?: AbortSignal,
): Promise<readonly Subscription[]> => {
  const all: Subscription[] = [];
  for (;;) {
    const parameters = toParameters({ limit: pageSize, offset: all.length });
    const answer = await request(`${subscriptionsPath}?${parameters}`, signal, tenant);
    const page = (await answer.json()) as readonly Subscription[];
    all.push(...page);
    if (page.length < pageSize) return all;
  }
};

export const getSubscription = (id: string, tenant: string, signal?: AbortSignal): Promise<Subscription> =>
  readJson(subscriptionPath(id), signal, tenant);

/** Keeps a subscription and answers its id. */
export const createSubscription = async (draft: SubscriptionDraft, tenant: string): Promise<string> =>
  createdId(await send('POST', subscriptionsPath, draft, tenant));

/** Changes members; `null` removes one (§5.5.8). */
export const patchSubscription = async (
  id: string,
  fragment: Readonly<Record<string, unknown>>,
  tenant: string,
): Promise<void> => {
  await send('PATCH', subscriptionPath(id), fragment, tenant);
};

export const deleteSubscription = async (id: string, tenant: string): Promise<void> => {
  await send('DELETE', subscriptionPath(id), undefined, tenant);
};
