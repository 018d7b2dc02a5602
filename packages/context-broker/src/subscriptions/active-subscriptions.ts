import type { Connection } from '@allmende/database';
import type { CompiledContext } from '@allmende/jsonld';
import type { BrokerParts } from '../broker.ts';
import { instantMs } from '../entities/date-time.ts';
import type { Entity, EntityChange } from '../entities/entity.ts';
import { resolveLinks } from '../linked-entities/linked-query.ts';
import type { EntityQuery } from '../query-language/query.ts';
import { readSubject } from '../temporal/sql-subject.ts';
import { joinData } from './join-notification.ts';
import { changeData, notificationBody, notificationRequest, presentFor } from './notification.ts';
import type { OutgoingRequest } from './deliver-notifications.ts';
import type {
  PendingNotification,
  QueuedNotification,
  StoredSubscription,
  SubscriptionStore,
} from './subscription-store.ts';
import { SubscriptionIndex } from './subscription-index.ts';
import { singleAddress, statusAt, type Subscription } from './subscription.ts';
import { isTriggeredBy } from './subscription-trigger.ts';

/** A subscription in memory, ready to be matched. */
interface Active {
  readonly subscription: Subscription;
  /** Context that notifications are written with. */
  readonly context: CompiledContext;
  readonly expiresMs: number;
  /** When the last periodic notification was made (timeInterval). */
  lastPeriodMs: number;
  isCollecting: boolean;
}

/** The subscriptions in force; matches changes and queues notifications. */
export interface ActiveSubscriptions {
  add(stored: StoredSubscription): Promise<void>;
  remove(tenant: string, id: string): void;
  /** Queues the notifications of changes within the transaction of these. */
  record(connection: Connection, changes: readonly EntityChange[]): void;
  /** Queues the periodic notifications (timeInterval) that are due. */
  onTick(): void;
  prepare(pending: PendingNotification): Promise<OutgoingRequest | undefined>;
  /** Resolves when all that was noticed so far is queued. */
  settled(): Promise<void>;
}

interface Options {
  readonly parts: BrokerParts;
  readonly store: SubscriptionStore;
  /** Told when a change queued a notification; this is not committed yet. */
  readonly onQueued: () => void;
}

type Data = Record<string, unknown>;

const keyOf = (tenant: string, id: string): string => `${tenant}\n${id}`;

/** Address where a subscription's context can be had when it is not a single address itself. */
const contextUrl = (publicUrl: string, { tenant, document }: Subscription): string => {
  const query = tenant === '' ? '' : `?tenant=${encodeURIComponent(tenant)}`;
  return `${publicUrl}/ngsi-ld/v1/subscriptions/${encodeURIComponent(document.id)}/context${query}`;
};

/** Context source of notifications: jsonldContext goes before the one of the subscription (§5.2.12). */
export const notificationContext = ({ document, context }: Subscription): unknown =>
  document.jsonldContext ?? context;

class Registry implements ActiveSubscriptions {
  readonly #parts: BrokerParts;
  readonly #store: SubscriptionStore;
  readonly #onQueued: () => void;
  readonly #active = new Map<string, Active>();
  readonly #index = new SubscriptionIndex<Active>();
  readonly #periodic = new Set<Active>();
  readonly #working = new Set<Promise<void>>();

  constructor({ parts, store, onQueued }: Options) {
    this.#parts = parts;
    this.#store = store;
    this.#onQueued = onQueued;
  }

  async add({ subscription, bookkeeping }: StoredSubscription): Promise<void> {
    const context = await this.#compile(subscription);
    const { tenant, document } = subscription;
    const { expiresAt, timeInterval, id } = document;
    const previous = this.#active.get(keyOf(tenant, id));
    const last = bookkeeping.lastNotification;
    const starts = timeInterval === undefined ? 0 : this.#parts.clock.now();
    const active: Active = {
      subscription,
      context,
      expiresMs: expiresAt === undefined ? Infinity : instantMs(expiresAt),
      lastPeriodMs: previous?.lastPeriodMs ?? (last === undefined ? starts : Date.parse(last)),
      isCollecting: false,
    };
    this.remove(tenant, id);
    this.#active.set(keyOf(tenant, id), active);
    this.#index.add(active);
    if (timeInterval !== undefined) this.#periodic.add(active);
  }

  /** Names that cannot be shortened, as their context is away, are written in full, which means the same. */
  async #compile(subscription: Subscription): Promise<CompiledContext> {
    try {
      return await this.#parts.contexts.compile(notificationContext(subscription));
    } catch (cause) {
      const { id } = subscription.document;
      this.#parts.logger.warn('context of a subscription is not available', { id, cause });
      return this.#parts.contexts.compile(undefined);
    }
  }

  remove(tenant: string, id: string): void {
    const key = keyOf(tenant, id);
    const active = this.#active.get(key);
    if (active === undefined) return;
    this.#active.delete(key);
    this.#index.remove(active);
    this.#periodic.delete(active);
  }

  /** The subscriptions that changes may concern, each with these changes. */
  #concerned(changes: readonly EntityChange[]): ReadonlyMap<Active, readonly EntityChange[]> {
    const concerned = new Map<Active, EntityChange[]>();
    for (const change of changes) {
      for (const active of this.#index.candidates(change)) {
        const known = concerned.get(active);
        if (known === undefined) concerned.set(active, [change]);
        else known.push(change);
      }
    }
    return concerned;
  }

  record(connection: Connection, changes: readonly EntityChange[]): void {
    const now = this.#parts.clock.now();
    for (const [{ subscription, context, expiresMs }, concerned] of this.#concerned(changes)) {
      if (expiresMs <= now) continue;
      const { tenant } = subscription;
      const find = (entityId: string) => readSubject(connection, { tenant, entityId })?.current;
      const triggering = this.#guarded(subscription, () =>
        concerned.filter((change) => isTriggeredBy(subscription, change, find)),
      );
      if (triggering === undefined || triggering.length === 0) continue;
      if (this.#isThrottled(connection, subscription)) continue;
      const notification = this.#guarded(subscription, () =>
        this.#notificationOf(subscription, context, triggering),
      );
      if (notification === undefined) continue;
      this.#store.enqueueWithin(connection, notification);
      this.#onQueued();
    }
  }

  /** A subscription that fails must not keep what it watches from being written. */
  #guarded<Value>({ document }: Subscription, work: () => Value): Value | undefined {
    try {
      return work();
    } catch (cause) {
      this.#parts.logger.error('subscription failed', { id: document.id, cause });
      return undefined;
    }
  }

  #notificationOf(
    subscription: Subscription,
    context: CompiledContext,
    changes: readonly EntityChange[],
  ): QueuedNotification {
    const data = new Map<string, Data>();
    for (const change of changes) {
      const told = changeData(subscription, change, context);
      if (told !== undefined) data.set(change.entityId, told);
    }
    return this.#notify(subscription, [...data.values()]);
  }

  /** Changes within the throttling pause are not notified (§5.2.12); what was rolled back starts no pause. */
  #isThrottled(connection: Connection, { tenant, document }: Subscription): boolean {
    if (document.throttling === undefined) return false;
    const last = this.#store.lastQueuedWithin(connection, tenant, document.id);
    return last !== undefined && this.#parts.clock.now() - last < document.throttling * 1000;
  }

  #notify(subscription: Subscription, data: readonly Data[]): QueuedNotification {
    const now = this.#parts.clock.now();
    const body = JSON.stringify(notificationBody(subscription, data, now));
    const { tenant, document } = subscription;
    return { tenant, subscriptionId: document.id, body, at: now };
  }

  #track(work: Promise<void>): void {
    const tracked = work
      .catch((cause: unknown) => {
        this.#parts.logger.error('notification could not be queued', { cause });
      })
      .then(() => {
        this.#working.delete(tracked);
      });
    this.#working.add(tracked);
  }

  onTick(): void {
    const now = this.#parts.clock.now();
    for (const active of this.#periodic) {
      const { document } = active.subscription;
      const { timeInterval } = document;
      if (timeInterval === undefined || active.isCollecting || statusAt(document, now) !== 'active') continue;
      if (now - active.lastPeriodMs < timeInterval * 1000) continue;
      active.isCollecting = true;
      active.lastPeriodMs = now;
      this.#track(this.#collect(active));
    }
  }

  async #linkedQ({ linkedQ, tenant }: Subscription): Promise<Pick<EntityQuery, 'q'>> {
    const { entities } = this.#parts;
    return linkedQ === undefined ? {} : { q: await resolveLinks(linkedQ, { entities, tenant }) };
  }

  async #collect(active: Active): Promise<void> {
    const { subscription, context } = active;
    try {
      const found = new Map<string, Entity>();
      for (const query of subscription.queries) {
        const { entities } = await this.#parts.entities.query(subscription.tenant, {
          ...query,
          ...(await this.#linkedQ(subscription)),
        });
        for (const entity of entities) found.set(entity.id, entity);
      }
      if (found.size === 0) return;
      const data = [...found.values()].map((entity) => presentFor(subscription, entity, context));
      await this.#store.enqueue(this.#notify(subscription, data));
    } finally {
      active.isCollecting = false;
    }
  }

  async prepare(pending: PendingNotification): Promise<OutgoingRequest | undefined> {
    const active = this.#active.get(keyOf(pending.tenant, pending.subscriptionId));
    if (active === undefined) return undefined;
    const { subscription, context } = active;
    if (statusAt(subscription.document, this.#parts.clock.now()) !== 'active') return undefined;
    const url = contextUrl(this.#parts.publicUrl(), subscription);
    const links = {
      context: context.source ?? coreContextUrl,
      contextUrl: context.source === undefined ? coreContextUrl : (singleAddress(context.source) ?? url),
    };
    const { endpoint } = subscription.document.notification;
    const body = await this.#joined(active, pending.body);
    return { endpoint, ...notificationRequest(subscription, body, links) };
  }

  /** The notification with the entities that its own link to, if these are asked for. */
  async #joined({ subscription, context }: Active, body: string): Promise<string> {
    const { join } = subscription.document.notification;
    if (join === undefined || join === '@none') return body;
    const { data, ...rest } = JSON.parse(body) as { readonly data: readonly Data[] };
    const { entities } = this.#parts;
    return JSON.stringify({ ...rest, data: await joinData(subscription, data, { entities, context }) });
  }

  async settled(): Promise<void> {
    while (this.#working.size > 0) await Promise.all(this.#working);
  }
}

/** The core @context (§5.4.5 and annex B). */
export const coreContextUrl = 'https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.9.jsonld';

export const createActiveSubscriptions = (options: Options): ActiveSubscriptions => new Registry(options);
