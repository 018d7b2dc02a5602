import { wallClock, type TimePoint } from '@allmende/design-system';

const hourMs = 3_600_000;

/** Mean of earlier values at the same time of day on days of the same kind (working day, weekend). */
export type Typical = (time: number) => number | null;

/** Learns what is usual from hourly means; between the middles of hours it is drawn straight. */
export const typicalDay = (hourly: readonly TimePoint[]): Typical => {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const { time, value } of hourly) {
    if (value === null) continue;
    const key = slotOf(time);
    const old = sums.get(key) ?? { sum: 0, count: 0 };
    sums.set(key, { sum: old.sum + value, count: old.count + 1 });
  }
  const meanAt = (time: number): number | null => {
    const found = sums.get(slotOf(time));
    return found === undefined ? null : found.sum / found.count;
  };
  return (time) => {
    const [before, after] = [meanAt(time - hourMs / 2), meanAt(time + hourMs / 2)];
    if (before === null || after === null) return meanAt(time);
    const share = ((wallClock(time) + hourMs / 2) % hourMs) / hourMs;
    return before + (after - before) * share;
  };
};

const slotOf = (time: number): string => {
  const wall = new Date(wallClock(time));
  const isWeekend = wall.getUTCDay() % 6 === 0;
  return `${isWeekend ? 'weekend' : 'workday'} ${String(wall.getUTCHours())}`;
};
