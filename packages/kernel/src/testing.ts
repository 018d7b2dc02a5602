import type { Clock } from './clock.ts';

/** A clock that stands still until it is told to move; milliseconds since the epoch. */
export const fixedClock = (startMs: number): Clock & { advance(ms: number): void } => {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    advance: (ms) => {
      nowMs += ms;
    },
  };
};
