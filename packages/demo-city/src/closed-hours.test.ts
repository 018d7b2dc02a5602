import { describe, expect, it } from 'vitest';
import { bridgeClosedHours } from './closed-hours.ts';

const week = (value: (weekday: number, hour: number) => number): number[][] =>
  Array.from({ length: 7 }, (_day, weekday) =>
    Array.from({ length: 24 }, (_hour, hour) => value(weekday, hour)),
  );
const nobody = (): number[][] => Array.from({ length: 7 }, () => []);

describe('bridging closed hours', () => {
  it('goes straight from the last open hour to the next one', () => {
    const profile = week((_weekday, hour) => (hour === 2 ? 0.2 : 0.6));
    const closed = nobody();
    closed[0] = [3, 4, 5];
    expect(bridgeClosedHours(profile, closed)[0]?.slice(2, 7)).toEqual([
      0.2,
      expect.closeTo(0.3),
      expect.closeTo(0.4),
      expect.closeTo(0.5),
      0.6,
    ]);
  });

  it('goes around the end of the week', () => {
    const profile = week((weekday) => (weekday === 5 ? 0.8 : weekday === 6 ? 0.99 : 0.3));
    const closed = nobody();
    closed[6] = Array.from({ length: 24 }, (_hour, hour) => hour);
    closed[0] = [0];
    const bridged = bridgeClosedHours(profile, closed);
    expect(bridged[6]?.[0]).toBeCloseTo(0.8 - 0.5 / 26);
    expect(bridged[0]?.[0]).toBeCloseTo(0.3 + 0.5 / 26);
    expect(bridged[0]?.[1]).toBe(0.3);
  });

  it('leaves a profile without an open hour, and one without closed ones, as they are', () => {
    const profile = week((weekday, hour) => weekday + hour / 100);
    const always = week((_weekday, hour) => hour);
    expect(bridgeClosedHours(profile, always)).toEqual(profile);
    expect(bridgeClosedHours(profile, nobody())).toEqual(profile);
  });
});
