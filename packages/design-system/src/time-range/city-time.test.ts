import { describe, expect, it } from 'vitest';
import { fromWallClock, wallClock } from './city-time.ts';

const utc = (text: string): number => Date.parse(text);

describe("the city's wall clock", () => {
  it('is an hour ahead of UTC in winter and two in summer', () => {
    expect(wallClock(utc('2026-11-24T23:00:58Z'))).toBe(utc('2026-11-25T00:00:58Z'));
    expect(wallClock(utc('2026-07-01T12:00:00Z'))).toBe(utc('2026-07-01T14:00:00Z'));
  });

  it.each([
    '2026-01-15T12:00:00Z',
    '2026-07-15T23:30:00Z',
    '2026-03-29T00:59:00Z',
    '2026-03-29T01:00:00Z',
    '2026-10-24T23:59:00Z',
    '2026-10-25T01:30:00Z',
  ])('leads back to the instant, at the changes of summer time too: %s', (instant) => {
    const found = fromWallClock(wallClock(utc(instant)));
    expect(wallClock(found)).toBe(wallClock(utc(instant)));
    expect(utc(instant) - found).toBeGreaterThanOrEqual(0);
    expect(utc(instant) - found).toBeLessThanOrEqual(3_600_000);
  });
});
