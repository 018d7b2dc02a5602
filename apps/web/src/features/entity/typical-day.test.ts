import { describe, expect, it } from 'vitest';
import { typicalDay } from './typical-day.ts';

const at = (text: string): number => Date.parse(`${text}+01:00`);

describe('typicalDay', () => {
  const typical = typicalDay([
    { time: at('2026-11-19T08:00'), value: 10 },
    { time: at('2026-11-20T08:00'), value: 30 },
    { time: at('2026-11-19T09:00'), value: 40 },
    { time: at('2026-11-20T09:00'), value: null },
    { time: at('2026-11-21T08:00'), value: 1000 },
  ]);

  it('is the mean of the same hour on days of the same kind', () => {
    expect(typical(at('2026-11-24T08:30'))).toBe(20);
    expect(typical(at('2026-11-22T08:30'))).toBe(1000);
  });

  it('is drawn straight between the middles of hours', () => {
    expect(typical(at('2026-11-24T09:00'))).toBe(30);
    expect(typical(at('2026-11-24T08:45'))).toBe(25);
  });

  it('is unknown where nothing was measured before', () => {
    expect(typical(at('2026-11-24T15:00'))).toBeNull();
  });
});
