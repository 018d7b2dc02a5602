import { randomUUID } from 'node:crypto';
import type { CompiledContext } from '@allmende/jsonld';
import { inTurn, whenDone, type MaybePromise } from '@allmende/kernel';
import type { BrokerParts } from '../broker.ts';
import type {
  NotificationQueue,
  PendingNotification,
  QueuedNotification,
  QueueKey,
} from '../notifications/notification-queue.ts';
import type { OutgoingRequest } from '../notifications/send-notification.ts';
import type { RegistrationQuery } from '../registrations/matches-registration.ts';
import { presentRegistration } from '../registrations/present-registration.ts';
import { isExpired, type Registration } from '../registrations/registration.ts';
import type { RegistrationChange, RegistrationStore } from '../registrations/registration-store.ts';
import { coreContextUrl, notificationContext } from '../subscriptions/active-subscriptions.ts';
import { notificationRequest } from '../subscriptions/notification.ts';
import { FollowedSubscriptions } from '../subscriptions/followed-subscriptions.ts';
import type { StoredSubscription, SubscriptionStore } from '../subscriptions/subscription-store.ts';
import { singleAddress, statusAt, type Subscription } from '../subscriptions/subscription.ts';
import { isOfInterest, relevantPart, sourceQueries } from './source-query.ts';

/** Why a context source notification is sent (§5.3.2). */
export type TriggerReason = 'newlyMatching' | 'updated' | 'noLongerMatching';

interface Active {
  readonly subscription: Subscription;
  readonly context: CompiledContext;
  readonly queries: readonly RegistrationQuery[];
  lastPeriodMs: number;
}

interface Options<Transaction> {
  readonly parts: BrokerParts;
  readonly store: SubscriptionStore<Transaction>;
  readonly queue: NotificationQueue<Transaction>;
  /** The registrations of a tenant. */
  readonly all: RegistrationStore['all'];
  /** Told when a notification was queued and committed. */
  readonly onQueued: (key: QueueKey) => void;
}

const keyOf = (tenant: string, id: string): string => `${tenant}\n${id}`;

/** The subscriptions to context sources in force; matches changes and queues notifications (§5.11.7). */
export class SourceSubscriptions<Transaction> {
  readonly #options: Options<Transaction>;
  readonly #followed: FollowedSubscriptions<Transaction>;
  readonly #active = new Map<string, Active>();
  readonly #queuedBy = new WeakMap<RegistrationChange, readonly QueueKey[]>();

  constructor(options: Options<Transaction>) {
    this.#options = options;
    this.#followed = new FollowedSubscriptions(options.store, {
      take: (stored) => this.add(stored),
      drop: (tenant, id) => {
        this.remove(tenant, id);
      },
      held: () =>
        [...this.#active.values()].map(({ subscription: { tenant, document } }) => ({
          tenant,
          id: document.id,
        })),
    });
  }

  /** Takes up what the database holds by now. */
  refresh(): Promise<void> {
    return this.#followed.refresh();
  }

  /** Takes up a stored subscription. */
  async add({ subscription }: StoredSubscription): Promise<Active> {
    const { contexts, clock } = this.#options.parts;
    const context = await contexts.compile(subscription.context);
    const shown = await contexts.compile(notificationContext(subscription)).catch(() => context);
    const active = {
      subscription,
      context: shown,
      queries: sourceQueries(subscription, context),
      lastPeriodMs: clock.now(),
    };
    this.#active.set(keyOf(subscription.tenant, subscription.document.id), active);
    return active;
  }

  /** Takes up a new or changed subscription, and tells what matches it already. */
  async addAndTell(stored: StoredSubscription): Promise<void> {
    await this.#tellMatching(await this.add(stored));
  }

  remove(tenant: string, id: string): void {
    this.#active.delete(keyOf(tenant, id));
  }

  #isActive({ subscription }: Active): boolean {
    return statusAt(subscription.document, this.#options.parts.clock.now()) === 'active';
  }

  async #tellMatching(active: Active): Promise<void> {
    const now = this.#options.parts.clock.now();
    const { all, queue, onQueued } = this.#options;
    const matching = (await all(active.subscription.tenant)).filter(
      (registration) => !isExpired(registration, now) && isOfInterest(registration, active.queries),
    );
    if (matching.length === 0 || !this.#isActive(active)) return;
    const notification = this.#notificationOf(active, matching, 'newlyMatching');
    await queue.enqueue(notification);
    onQueued(notification);
  }

  /** Queues what subscriptions are told of a change, within its transaction. */
  record(transaction: Transaction, change: RegistrationChange): MaybePromise<void> {
    const { queue } = this.#options;
    return whenDone(this.#followed.refreshWithin(transaction), () => {
      const queued = [...this.#active.values()].flatMap((active) => this.#told(active, change));
      if (queued.length > 0) this.#queuedBy.set(change, queued);
      return inTurn(queued, (notification) => queue.enqueueWithin(transaction, notification));
    });
  }

  /** Has sent what a change queued, now that it is committed. */
  onCommitted(change: RegistrationChange): void {
    for (const key of this.#queuedBy.get(change) ?? []) this.#options.onQueued(key);
  }

  #told(active: Active, { before, after }: RegistrationChange): readonly QueuedNotification[] {
    const { subscription, queries } = active;
    if (subscription.tenant !== (after ?? before)?.tenant || !this.#isActive(active)) return [];
    if (subscription.document.timeInterval !== undefined) return [];
    const was = before !== undefined && isOfInterest(before, queries);
    const is = after !== undefined && isOfInterest(after, queries);
    const told = is ? after : was ? before : undefined;
    if (told === undefined) return [];
    const reason: TriggerReason = was ? (is ? 'updated' : 'noLongerMatching') : 'newlyMatching';
    return [this.#notificationOf(active, [told], reason)];
  }

  #notificationOf(
    { subscription, context, queries }: Active,
    registrations: readonly Registration[],
    triggerReason: TriggerReason,
  ): QueuedNotification {
    const { tenant, document } = subscription;
    const at = this.#options.parts.clock.now();
    const sysAttrs = document.notification.sysAttrs === true;
    const body = JSON.stringify({
      id: `urn:ngsi-ld:ContextSourceNotification:${randomUUID()}`,
      type: 'ContextSourceNotification',
      subscriptionId: document.id,
      notifiedAt: new Date(at).toISOString(),
      triggerReason,
      data: registrations.map((registration) =>
        presentRegistration(relevantPart(registration, queries), context, { sysAttrs }),
      ),
    });
    return { tenant, subscriptionId: document.id, body, at };
  }

  /** Tells the periodic subscriptions whose time has come. */
  async onTick(): Promise<void> {
    const now = this.#options.parts.clock.now();
    for (const active of this.#active.values()) {
      const { timeInterval, id } = active.subscription.document;
      if (timeInterval === undefined || now - active.lastPeriodMs < timeInterval * 1000) continue;
      active.lastPeriodMs = now;
      const key = { tenant: active.subscription.tenant, subscriptionId: id };
      const period = { at: now, notSince: now - timeInterval * 1000 };
      if (await this.#options.queue.startPeriod(key, period)) await this.#tellMatching(active);
    }
  }

  async prepare(pending: PendingNotification): Promise<OutgoingRequest | undefined> {
    const key = keyOf(pending.tenant, pending.subscriptionId);
    // Another process may have made it a moment ago.
    if (!this.#active.has(key)) await this.refresh();
    const active = this.#active.get(key);
    if (active === undefined || !this.#isActive(active)) return undefined;
    const { subscription, context } = active;
    const { source = coreContextUrl } = context;
    const links = { context: source, contextUrl: singleAddress(source) ?? coreContextUrl };
    const { endpoint } = subscription.document.notification;
    return { endpoint, ...notificationRequest(subscription, pending.body, links) };
  }
}
