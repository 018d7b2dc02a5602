import { describe, expect, it } from 'vitest';
import { trendOf } from './trend.ts';

const points = (...values: readonly (number | null)[]) => values.map((value, time) => ({ time, value }));

describe('trendOf', () => {
  it('compares the last with the first measurement', () => {
    expect(trendOf(points(10, 40, 16))).toEqual({ last: 16, change: 6, direction: 'up' });
    expect(trendOf(points(10, 4))).toEqual({ last: 4, change: -6, direction: 'down' });
    expect(trendOf(points(3, 9, 3))).toEqual({ last: 3, change: 0, direction: 'same' });
  });

  it('passes over missing values', () => {
    expect(trendOf(points(null, 1, null, 2, null))).toEqual({ last: 2, change: 1, direction: 'up' });
  });

  it('knows no trend of fewer than two measurements', () => {
    expect(trendOf([])).toBeUndefined();
    expect(trendOf(points(1, null))).toBeUndefined();
  });
});
