import { describe, expect, it } from 'vitest';
import { tickText, timeTicks } from './time-ticks.ts';

const at = (text: string): number => Date.parse(text);
const ticks = (from: string, to: string, most: number, language: 'de' | 'en' = 'de') =>
  timeTicks(at(from), at(to), most).map((time) => tickText(time, language));

describe('ticks of a time axis', () => {
  it('stand at round times of the city, with the date at midnight', () => {
    expect(ticks('2026-11-24T20:58:00Z', '2026-11-25T08:58:00Z', 4)).toEqual([
      'Mi., 25.11.',
      '03:00',
      '06:00',
      '09:00',
    ]);
    expect(ticks('2026-11-24T20:58:00Z', '2026-11-25T02:58:00Z', 2, 'en')).toEqual(['Wed 25/11', '03:00']);
  });

  it('stay at midnight when summer time ends', () => {
    expect(ticks('2026-10-24T00:00:00Z', '2026-10-27T00:00:00Z', 3)).toEqual([
      'So., 25.10.',
      'Mo., 26.10.',
      'Di., 27.10.',
    ]);
  });

  it('are never more than there is room for', () => {
    for (const hours of [1, 5, 24, 168, 720, 9000]) {
      const to = at('2026-11-25T08:58:00Z');
      expect(timeTicks(to - hours * 3_600_000, to, 5).length).toBeLessThanOrEqual(6);
    }
  });
});
