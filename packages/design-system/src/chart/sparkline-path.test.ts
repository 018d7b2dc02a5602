import { describe, expect, it } from 'vitest';
import { sparklinePath } from './sparkline-path.ts';

const size = { width: 100, height: 24 };

describe('sparklinePath', () => {
  it('draws the lowest value at the bottom and the highest at the top', () => {
    const points = [
      { time: 0, value: 1 },
      { time: 10, value: 3 },
    ];
    expect(sparklinePath(points, size)).toBe('M0.0,22.0L100.0,2.0');
  });

  it('lifts the pen over gaps', () => {
    const points = [
      { time: 0, value: 1 },
      { time: 5, value: null },
      { time: 10, value: 1 },
    ];
    expect(sparklinePath(points, size)).toBe('M0.0,12.0M100.0,12.0');
  });

  it('is empty where there is no line to draw', () => {
    expect(sparklinePath([], size)).toBe('');
    expect(sparklinePath([{ time: 0, value: 1 }], size)).toBe('');
    expect(sparklinePath([{ time: 0, value: null }], size)).toBe('');
  });
});
