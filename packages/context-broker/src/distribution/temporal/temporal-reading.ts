import type { Route } from '@allmende/http';
import type { TemporalStore } from '../../temporal/temporal-store.ts';

/** The past of this broker, and how its reading operations answer over any store. */
export interface TemporalReading {
  readonly store: TemporalStore;
  /** The handler of the operation with a clause, over some store. */
  handlerOver(store: TemporalStore, clause: string): Route['handle'];
}
