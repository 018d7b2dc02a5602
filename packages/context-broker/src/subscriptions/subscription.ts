import type { EntityQuery, LinkedNode } from '../query-language/query.ts';
import { instantMs } from '../entities/date-time.ts';

export type NotificationTrigger =
  | 'entityCreated'
  | 'entityUpdated'
  | 'entityDeleted'
  | 'attributeCreated'
  | 'attributeUpdated'
  | 'attributeDeleted';

export const notificationTriggers: readonly NotificationTrigger[] = [
  'entityCreated',
  'entityUpdated',
  'entityDeleted',
  'attributeCreated',
  'attributeUpdated',
  'attributeDeleted',
];

/** EntitySelector (§5.2.33). */
export interface EntitySelector {
  readonly id?: string | readonly string[];
  readonly idPattern?: string;
  readonly type: string;
}

/** Endpoint (§5.2.15); times in milliseconds. */
export interface Endpoint {
  readonly uri: string;
  readonly accept?: 'application/json' | 'application/ld+json';
  readonly receiverInfo?: readonly { readonly key: string; readonly value: string }[];
  /** For transports with settings of their own (MQTT); kept as given. */
  readonly notifierInfo?: readonly { readonly key: string; readonly value: string }[];
  readonly timeout?: number;
  readonly cooldown?: number;
}

export type NotificationFormat = 'normalized' | 'concise' | 'keyValues' | 'simplified';

/** NotificationParams (§5.2.14) without its bookkeeping. */
export interface NotificationParams {
  readonly attributes?: readonly string[];
  readonly pick?: readonly string[];
  readonly omit?: readonly string[];
  readonly format?: NotificationFormat;
  readonly sysAttrs?: boolean;
  readonly showChanges?: boolean;
  /** Whether and how entities that are linked to are notified as well (§4.5.23). */
  readonly join?: 'flat' | 'inline' | '@none';
  readonly joinLevel?: number;
  readonly endpoint: Endpoint;
}

/** A subscription as the user wrote it (§5.2.12), names not expanded. */
export interface SubscriptionDocument {
  readonly id: string;
  readonly type: 'Subscription';
  readonly subscriptionName?: string;
  readonly description?: string;
  readonly entities?: readonly EntitySelector[];
  readonly watchedAttributes?: readonly string[];
  readonly notificationTrigger?: readonly NotificationTrigger[];
  readonly timeInterval?: number;
  readonly throttling?: number;
  readonly q?: string;
  readonly geoQ?: {
    readonly georel: string;
    readonly geometry: string;
    readonly coordinates: unknown;
    readonly geoproperty?: string;
  };
  readonly scopeQ?: string;
  /** Condition on context source properties (§4.9). */
  readonly csf?: string;
  /** Of subscriptions to context sources only (§5.2.21). */
  readonly temporalQ?: Readonly<Record<string, unknown>>;
  readonly lang?: string;
  /** Names of attributes whose values are names, comma-separated (§5.2.12). */
  readonly expandValues?: string;
  readonly jsonKeys?: string;
  /** Whether only entities of this broker are meant (§5.5.13). */
  readonly localOnly?: boolean;
  /** Whether parts of one entity may be in several places (§4.3.6.7). */
  readonly splitEntities?: boolean;
  /** The version of NGSI-LD that notifications keep to, such as 1.5 (§4.3.6.8). */
  readonly ngsildConformance?: string;
  readonly isActive?: boolean;
  readonly expiresAt?: string;
  readonly jsonldContext?: string;
  /** Instances of attributes that are notified; `@none` is the default one (§5.2.12). */
  readonly datasetId?: readonly string[];
  readonly notification: NotificationParams;
}

/** What the store keeps: the document, and what it means once expanded. Plain JSON. */
export interface Subscription {
  readonly tenant: string;
  readonly document: SubscriptionDocument;
  /** Source of the context that the document's names belong to. */
  readonly context: unknown;
  /** Entities of interest: one of these must match. */
  readonly queries: readonly EntityQuery[];
  /** A q that follows links, which is not in `queries`. */
  readonly linkedQ?: LinkedNode;
  /** Expanded; absent means any attribute. */
  readonly watched?: readonly string[];
  /** What notifications show, expanded. */
  readonly shown: {
    readonly attrs?: readonly string[];
    readonly pick?: readonly string[];
    readonly omit?: readonly string[];
    readonly datasetIds?: readonly string[];
  };
  /** The way that the subscription came, when another broker made it (§6.3.18). */
  readonly via?: string;
  readonly createdAt: string;
  readonly modifiedAt: string;
}

/** What happened with notifications so far (§5.2.14.2); times in ISO 8601. */
export interface Bookkeeping {
  readonly timesSent: number;
  readonly timesFailed: number;
  readonly lastNotification?: string;
  readonly lastSuccess?: string;
  readonly lastFailure?: string;
}

export type SubscriptionStatus = 'active' | 'paused' | 'expired';

/** Status (§5.2.12) at a time. */
export const statusAt = (document: SubscriptionDocument, nowMs: number): SubscriptionStatus => {
  if (document.expiresAt !== undefined && instantMs(document.expiresAt) <= nowMs) return 'expired';
  return document.isActive === false ? 'paused' : 'active';
};

/** The address of a context that is a single one, alone or as a list of one. */
export const singleAddress = (source: unknown): string | undefined => {
  const [only, ...others]: readonly unknown[] = Array.isArray(source) ? source : [source];
  return typeof only === 'string' && others.length === 0 ? only : undefined;
};
