import { describe, expect, it } from 'vitest';
import { fromSeconds, toSeconds } from './duration.ts';

describe('durations', () => {
  it('are told in the largest unit that needs no fraction', () => {
    expect(fromSeconds(0)).toEqual({ amount: 0, unit: 'minutes' });
    expect(fromSeconds(90)).toEqual({ amount: 90, unit: 'seconds' });
    expect(fromSeconds(300)).toEqual({ amount: 5, unit: 'minutes' });
    expect(fromSeconds(7200)).toEqual({ amount: 2, unit: 'hours' });
    expect(fromSeconds(172_800)).toEqual({ amount: 2, unit: 'days' });
    expect(fromSeconds(0.5)).toEqual({ amount: 0.5, unit: 'seconds' });
  });

  it('come back as the same number of seconds', () => {
    for (const total of [0, 1, 59, 60, 61, 3600, 5400, 86_400, 90_000]) {
      expect(toSeconds(fromSeconds(total))).toBe(total);
    }
  });
});
