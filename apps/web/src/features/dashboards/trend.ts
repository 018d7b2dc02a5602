import type { TimePoint } from '@allmende/design-system';

/** How a value changed between the first and the last measurement of a period. */
export interface Trend {
  readonly last: number;
  readonly change: number;
  readonly direction: 'up' | 'down' | 'same';
}

/** The trend of points in order of time; undefined with fewer than two measurements. */
export const trendOf = (points: readonly TimePoint[]): Trend | undefined => {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const [first, last] = [values[0], values.at(-1)];
  if (first === undefined || last === undefined || values.length < 2) return undefined;
  const change = last - first;
  return { last, change, direction: change > 0 ? 'up' : change < 0 ? 'down' : 'same' };
};
