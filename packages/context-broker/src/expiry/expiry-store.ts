/** An entity (`attribute` is empty), or one of its attributes, that may be over; `entityId` is empty when it is no more. */
export interface DueEnding {
  readonly at: number;
  readonly attribute: string;
  readonly tenant: string;
  readonly entityId: string;
}

/** Port: when entities and attributes end by themselves (§4.22), as the stores noted it when they were written. */
export interface ExpiryStore {
  /** The first that are due, in order of time. */
  due(nowMs: number, limit: number): Promise<readonly DueEnding[]>;
  /** When the first one is due; Infinity if none ever is. */
  soonest(): Promise<number>;
  forget(due: readonly DueEnding[]): Promise<void>;
}
