import type { Clock } from '@allmende/kernel';

/** Without a word of its server, a copy is used for a day (RFC 9111 §4.2.2 allows what seems right). */
const usualLifetimeMs = 86_400_000;
/** A server that allows less is not asked more often than this, so that each request does not wait for it. */
const leastLifetimeMs = 10_000;
const mostLifetimeMs = 7 * usualLifetimeMs;
/** When a copy could not be renewed, it stays in use, and is asked for again after this time. */
const retryMs = 60_000;

/** Until when copies of contexts may be used without asking their servers again (§5.13.1, §6.3.16). */
export class ContextFreshness {
  readonly #clock: Clock;
  readonly #until = new Map<string, number>();
  #soonestMs = Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A copy was made; its server may have said how long it may be used. */
  renewed(address: string, lifetimeMs = usualLifetimeMs): void {
    this.#set(address, Math.min(mostLifetimeMs, Math.max(leastLifetimeMs, lifetimeMs)));
  }

  /** A copy could not be made anew. */
  failed(address: string): void {
    this.#set(address, retryMs);
  }

  forget(address: string): void {
    this.#until.delete(address);
  }

  /** Unknown for copies of an earlier run of the server, which are asked for again at first use. */
  untilMs(address: string): number | undefined {
    return this.#until.get(address);
  }

  isFresh(address: string): boolean {
    return (this.#until.get(address) ?? 0) > this.#clock.now();
  }

  /** Copies whose time is over; cheap as long as there are none. */
  expired(): readonly string[] {
    const now = this.#clock.now();
    if (now < this.#soonestMs) return [];
    return [...this.#until].filter(([, until]) => until <= now).map(([address]) => address);
  }

  #set(address: string, lifetimeMs: number): void {
    this.#until.set(address, this.#clock.now() + lifetimeMs);
    this.#soonestMs = Math.min(...this.#until.values());
  }
}
