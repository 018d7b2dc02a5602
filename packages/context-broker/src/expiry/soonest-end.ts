/** When something ends first, known without asking the database. */
export interface SoonestEnd {
  /** Milliseconds since the epoch; -Infinity as long as nobody looked. */
  readonly ms: number;
  note(ms: number): void;
  /** Begins anew; ends noted from now on count. */
  reset(): void;
}

export const createSoonestEnd = (): SoonestEnd => {
  const soonest = { ms: Number.NEGATIVE_INFINITY };
  return {
    get ms() {
      return soonest.ms;
    },
    note: (ms) => {
      soonest.ms = Math.min(soonest.ms, ms);
    },
    reset: () => {
      soonest.ms = Number.POSITIVE_INFINITY;
    },
  };
};
