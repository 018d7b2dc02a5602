import { randomUUID } from 'node:crypto';
import type { Distribution } from '../distribution/distribution.ts';
import { isOfThePresent, isValid, operationsOf } from '../distribution/plan-read.ts';
import { parseVia } from '../distribution/via.ts';
import type { Registration } from '../registrations/registration.ts';
import { sourceAlias } from '../source-identity/source-identity-routes.ts';
import type { StoredSubscription } from '../subscriptions/subscription-store.ts';
import { statusAt, type Subscription } from '../subscriptions/subscription.ts';
import { reduceSubscription, type ReducedSubscription } from './reduce-subscription.ts';
import { placeOf, type RemoteSubscription } from './remote-subscription.ts';
import type { RemoteSubscriptionStore } from './remote-subscription-store.ts';
import { afterReply, tellSource } from './tell-source.ts';

/** The subscriptions of this broker, as far as they are told to sources. */
export interface SubscriptionSource {
  find(tenant: string, id: string): Promise<Subscription | undefined>;
  all(): Promise<readonly Subscription[]>;
}

export interface FederatedOptions {
  readonly distribution: Distribution;
  readonly store: RemoteSubscriptionStore;
  readonly subscriptions: SubscriptionSource;
}

/** Where sources send their notifications to. */
export const notifyPath = '/ngsi-ld/ex/remote-notify';

const tickMs = 250;
/** Most sources that are told something in one round. */
const batchSize = 100;

/** Lets sources keep their part of subscriptions, and keeps that in step with subscriptions and registrations (§5.8.1.4). */
export class FederatedSubscriptions {
  readonly #options: FederatedOptions;
  #turn: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #isTelling = false;

  constructor(options: FederatedOptions) {
    this.#options = options;
  }

  /** A subscription was made, changed or removed. */
  onSubscription(tenant: string, id: string): void {
    this.#inTurn(() => this.#align(tenant, id));
  }

  /** A registration of a tenant was made, changed or removed. */
  onRegistration(tenant: string): void {
    this.#inTurn(async () => {
      const { subscriptions, store } = this.#options;
      const known = (await subscriptions.all()).filter((one) => one.tenant === tenant);
      const ids = [
        ...known.map(({ document }) => document.id),
        ...(await store.of(tenant)).map(({ subscriptionId }) => subscriptionId),
      ];
      for (const id of new Set(ids)) await this.#align(tenant, id);
    });
  }

  start(): void {
    this.#inTurn(async () => {
      for (const { tenant, document } of await this.#options.subscriptions.all())
        await this.#align(tenant, document.id);
    });
    this.#timer = setInterval(() => {
      if (!this.#isTelling) this.#inTurn(() => this.#tellDue());
    }, tickMs);
  }

  stop(): Promise<void> {
    clearInterval(this.#timer);
    return this.#turn;
  }

  /** Resolves when all that was noticed so far is told, or failed. */
  settled(): Promise<void> {
    return this.#turn;
  }

  #inTurn(work: () => Promise<void>): void {
    this.#turn = this.#turn.then(work).catch((cause: unknown) => {
      this.#options.distribution.parts.logger.error('subscriptions at sources failed', { cause });
    });
  }

  /** Registrations whose sources take subscriptions, without those that the subscription came through. */
  async #takers(tenant: string, via: string | undefined): Promise<readonly Registration[]> {
    const { registrations, parts } = this.#options.distribution;
    const nowMs = parts.clock.now();
    return (await registrations.all(tenant)).filter(
      (one) =>
        one.mode !== 'auxiliary' &&
        isOfThePresent(one) &&
        isValid(one, { nowMs, via }) &&
        operationsOf(one).has('createSubscription'),
    );
  }

  async #wanted(
    tenant: string,
    subscription: Subscription | undefined,
  ): Promise<readonly (ReducedSubscription & { readonly registration: Registration })[]> {
    if (subscription === undefined || subscription.document.localOnly === true) return [];
    const { parts } = this.#options.distribution;
    if (statusAt(subscription.document, parts.clock.now()) === 'expired') return [];
    const takers = await this.#takers(tenant, subscription.via);
    if (takers.length === 0) return [];
    const context = await parts.contexts.compile(subscription.context);
    const reducing = { context, contexts: parts.contexts, notifyAt: `${parts.publicUrl()}${notifyPath}` };
    const all = await Promise.all(
      takers.map(async (registration) =>
        (await reduceSubscription(subscription, registration, reducing)).map((one) => ({
          ...one,
          registration,
        })),
      ),
    );
    return all.flat();
  }

  /** Brings what sources keep of a subscription in line with it. */
  async #align(tenant: string, subscriptionId: string): Promise<void> {
    const { store, subscriptions, distribution } = this.#options;
    const known = await store.of(tenant, subscriptionId);
    const subscription = await subscriptions.find(tenant, subscriptionId);
    const wanted = await this.#wanted(tenant, subscription);
    if (known.length === 0 && wanted.length === 0) return;
    const dueAt = distribution.parts.clock.now();
    const byPlace = new Map(known.map((remote) => [placeOf(remote), remote]));
    const via = subscription?.via;
    for (const { registration, ...reduced } of wanted) {
      const place = placeOf({ subscriptionId, registration, part: reduced.part });
      const former = byPlace.get(place);
      byPlace.delete(place);
      const next = former === undefined || former.state === 'delete' ? undefined : former;
      if (next === undefined) {
        const remoteId = `urn:ngsi-ld:Subscription:${randomUUID()}`;
        const made = { tenant, subscriptionId, remoteId, registration, ...reduced, attempts: 0, dueAt };
        await store.put({ ...made, state: 'create', ...(via === undefined ? {} : { via }) });
      } else await this.#change(next, { ...reduced, registration }, dueAt);
    }
    for (const remote of byPlace.values()) await this.#end(remote, dueAt);
    await this.#tellDue();
  }

  async #change(
    former: RemoteSubscription,
    { registration, ...reduced }: ReducedSubscription & { readonly registration: Registration },
    dueAt: number,
  ): Promise<void> {
    const isSame = JSON.stringify(former.document) === JSON.stringify(reduced.document);
    const isNew = former.told === undefined;
    if (isSame && former.state !== 'refused') {
      await this.#options.store.put({ ...former, registration });
      return;
    }
    if (!isNew && !operationsOf(registration).has('updateSubscription')) return;
    const state = isNew ? 'create' : 'update';
    await this.#options.store.put({ ...former, ...reduced, registration, state, attempts: 0, dueAt });
  }

  /** Lets the source forget what is not wanted any more, if it offers that. */
  async #end(remote: RemoteSubscription, dueAt: number): Promise<void> {
    if (remote.state === 'delete') return;
    const { store } = this.#options;
    if (operationsOf(remote.registration).has('deleteSubscription') && remote.state !== 'refused')
      await store.put({ ...remote, state: 'delete', attempts: 0, dueAt });
    else await store.remove(remote.remoteId);
  }

  /** Tells sources what is due; one that does not answer is not waited for again in the same round. */
  async #tellDue(): Promise<void> {
    const { store, distribution } = this.#options;
    this.#isTelling = true;
    try {
      const due = await store.due(distribution.parts.clock.now(), batchSize);
      const bySource = Map.groupBy(due, ({ registration }) => String(registration.members['endpoint']));
      await Promise.all([...bySource.values()].map((remotes) => this.#tellOne(remotes)));
    } finally {
      this.#isTelling = false;
    }
  }

  async #tellOne(remotes: readonly RemoteSubscription[]): Promise<void> {
    const { store, distribution } = this.#options;
    const { clock, logger } = distribution.parts;
    for (const remote of remotes) {
      const reply = await tellSource(distribution, remote);
      const after = afterReply(remote, reply, clock.now());
      if (after === undefined) await store.remove(remote.remoteId);
      else await store.put(after);
      if (after?.state === 'refused')
        logger.warn('a source refuses a subscription', { registration: remote.registration.id });
      if (reply.kind === 'failure') return;
    }
  }

  /** The subscriptions to registrations that lie behind what sources keep (§5.8.1.4, §5.11.2). */
  async internal(tenant: string): Promise<readonly StoredSubscription[]> {
    const { store, subscriptions, distribution } = this.#options;
    const kept = (await store.of(tenant)).filter(({ state }) => state !== 'delete');
    const uri = `${distribution.parts.publicUrl()}${notifyPath}`;
    const found: StoredSubscription[] = [];
    for (const id of new Set(kept.map(({ subscriptionId }) => subscriptionId))) {
      const subscription = await subscriptions.find(tenant, id);
      if (subscription === undefined) continue;
      const { entities, watchedAttributes } = subscription.document;
      const document = {
        id: `${id}:sources`,
        type: 'Subscription' as const,
        ...(entities === undefined ? {} : { entities }),
        ...(watchedAttributes === undefined ? {} : { watchedAttributes }),
        notification: { endpoint: { uri } },
      };
      found.push({
        subscription: { ...subscription, document },
        bookkeeping: { timesSent: 0, timesFailed: 0 },
      });
    }
    return found;
  }

  /** Whether a subscription that is to be made has come back to where it was (§6.3.18). */
  hasComeBack(via: string | undefined, tenant: string): boolean {
    return parseVia(via).includes(sourceAlias(this.#options.distribution.parts.publicUrl(), tenant));
  }
}
