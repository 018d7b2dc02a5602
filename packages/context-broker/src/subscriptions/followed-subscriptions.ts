import { whenDone, type MaybePromise } from '@allmende/kernel';
import type { StoredSubscription, SubscriptionNews, SubscriptionStore } from './subscription-store.ts';

/** Where subscriptions in force are held. */
export interface Followers {
  take(stored: StoredSubscription): Promise<unknown>;
  drop(tenant: string, id: string): void;
  /** All that are held. */
  held(): readonly { readonly tenant: string; readonly id: string }[];
}

/**
 * Keeps the subscriptions that a process holds in memory the same as those of the database, where other processes
 * change them too. What is held may be newer than the state that a transaction sees, but never older.
 */
export class FollowedSubscriptions<Transaction> {
  readonly #store: Pick<SubscriptionStore<Transaction>, 'news' | 'newsWithin'>;
  readonly #followers: Followers;
  #version: number | undefined;
  /** News are taken one after the other. */
  #taking: Promise<void> = Promise.resolve();

  constructor(store: Pick<SubscriptionStore<Transaction>, 'news' | 'newsWithin'>, followers: Followers) {
    this.#store = store;
    this.#followers = followers;
  }

  /** Takes up what was committed so far. */
  async refresh(): Promise<void> {
    const news = await this.#store.news(this.#version);
    if (news !== undefined) await this.#takeInTurn(news);
  }

  /** Takes up what a transaction sees, before its changes are matched. */
  refreshWithin(transaction: Transaction): MaybePromise<void> {
    return whenDone(this.#store.newsWithin(transaction, this.#version ?? 0), (news) =>
      news === undefined ? undefined : this.#takeInTurn(news),
    );
  }

  #takeInTurn(news: SubscriptionNews): Promise<void> {
    const taking = this.#taking.then(() => this.#take(news));
    this.#taking = taking.catch(() => undefined);
    return taking;
  }

  async #take({ version, isComplete, changed, removed }: SubscriptionNews): Promise<void> {
    if (this.#version !== undefined && version <= this.#version) return;
    await Promise.all(changed.map((stored) => this.#followers.take(stored)));
    for (const { tenant, id } of removed) this.#followers.drop(tenant, id);
    if (isComplete) this.#dropOthers(changed);
    this.#version = version;
  }

  #dropOthers(all: readonly StoredSubscription[]): void {
    const known = new Set(all.map(({ subscription: { tenant, document } }) => `${tenant}\n${document.id}`));
    for (const { tenant, id } of this.#followers.held())
      if (!known.has(`${tenant}\n${id}`)) this.#followers.drop(tenant, id);
  }
}
