import { randomUUID } from 'node:crypto';
import type { CompiledContext } from '@allmende/jsonld';
import type { BrokerParts } from '../broker.ts';
import type { RegistrationQuery } from '../registrations/matches-registration.ts';
import type { RegistrationChange } from '../registrations/observed-registrations.ts';
import { presentRegistration } from '../registrations/present-registration.ts';
import { isExpired, type Registration } from '../registrations/registration.ts';
import type { RegistrationStore } from '../registrations/registration-store.ts';
import { coreContextUrl, notificationContext } from '../subscriptions/active-subscriptions.ts';
import type { OutgoingRequest } from '../subscriptions/deliver-notifications.ts';
import { notificationRequest } from '../subscriptions/notification.ts';
import type {
  PendingNotification,
  StoredSubscription,
  SubscriptionStore,
} from '../subscriptions/subscription-store.ts';
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

interface Options {
  readonly parts: BrokerParts;
  readonly store: Pick<SubscriptionStore<never>, 'enqueue'>;
  readonly registrations: RegistrationStore;
  /** Told when a notification was queued. */
  readonly onQueued: () => void;
}

const keyOf = (tenant: string, id: string): string => `${tenant}\n${id}`;

/** The subscriptions to context sources in force; matches changes and queues notifications (§5.11.7). */
export class SourceSubscriptions {
  readonly #options: Options;
  readonly #active = new Map<string, Active>();

  constructor(options: Options) {
    this.#options = options;
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
    const all = await this.#options.registrations.all(active.subscription.tenant);
    const matching = all.filter(
      (registration) => !isExpired(registration, now) && isOfInterest(registration, active.queries),
    );
    if (matching.length > 0 && this.#isActive(active)) await this.#queue(active, matching, 'newlyMatching');
  }

  /** Tells the subscriptions that are interested of a change. */
  async onChange({ before, after }: RegistrationChange): Promise<void> {
    for (const active of this.#active.values()) {
      const { subscription, queries } = active;
      if (subscription.tenant !== (after ?? before)?.tenant || !this.#isActive(active)) continue;
      if (subscription.document.timeInterval !== undefined) continue;
      const was = before !== undefined && isOfInterest(before, queries);
      const is = after !== undefined && isOfInterest(after, queries);
      const told = is ? after : was ? before : undefined;
      if (told === undefined) continue;
      const reason: TriggerReason = was ? (is ? 'updated' : 'noLongerMatching') : 'newlyMatching';
      await this.#queue(active, [told], reason);
    }
  }

  async #queue(
    { subscription, context, queries }: Active,
    registrations: readonly Registration[],
    triggerReason: TriggerReason,
  ): Promise<void> {
    const { parts, store, onQueued } = this.#options;
    const { tenant, document } = subscription;
    const at = parts.clock.now();
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
    await store.enqueue({ tenant, subscriptionId: document.id, body, at });
    onQueued();
  }

  /** Tells the periodic subscriptions whose time has come. */
  async onTick(): Promise<void> {
    const now = this.#options.parts.clock.now();
    for (const active of this.#active.values()) {
      const { timeInterval } = active.subscription.document;
      if (timeInterval === undefined || now - active.lastPeriodMs < timeInterval * 1000) continue;
      active.lastPeriodMs = now;
      await this.#tellMatching(active);
    }
  }

  prepare(pending: PendingNotification): OutgoingRequest | undefined {
    const active = this.#active.get(keyOf(pending.tenant, pending.subscriptionId));
    if (active === undefined || !this.#isActive(active)) return undefined;
    const { subscription, context } = active;
    const { source = coreContextUrl } = context;
    const links = { context: source, contextUrl: singleAddress(source) ?? coreContextUrl };
    const { endpoint } = subscription.document.notification;
    return { endpoint, ...notificationRequest(subscription, pending.body, links) };
  }
}
