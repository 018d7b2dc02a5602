import { describe, expect, it } from 'vitest';
import { fromLocalField, resolveTimeRange, toLocalField } from './time-range.ts';

const hour = 3_600_000;

describe('a time range', () => {
  it('ends now when it names the last hours', () => {
    expect(resolveTimeRange({ kind: 'last', hours: 24 }, 100 * hour)).toEqual({
      from: 76 * hour,
      to: 100 * hour,
    });
  });

  it('keeps its own ends', () => {
    expect(resolveTimeRange({ kind: 'custom', from: 1, to: 2 }, 100 * hour)).toEqual({ from: 1, to: 2 });
  });

  it('is written into a field in time of the city, to the minute, wherever the browser is', () => {
    const time = Date.parse('2026-11-24T08:05:00Z');
    expect(toLocalField(time)).toBe('2026-11-24T09:05');
    expect(fromLocalField(toLocalField(time))).toBe(time);
    expect(fromLocalField('')).toBeNaN();
  });
});
