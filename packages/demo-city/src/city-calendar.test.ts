import { describe, expect, it } from 'vitest';
import { HOUR_MS, createCityCalendar } from './city-calendar.ts';

const calendar = createCityCalendar();
const hourAt = (time: string): number => calendar.at(Date.parse(time)).hour;

/** Every hour of the week tells its own number. */
const hourTable = Array.from({ length: 7 }, () => Array.from({ length: 24 }, (_cell, hour) => hour));

describe('city calendar', () => {
  it('tells local hours in winter and summer', () => {
    expect(hourAt('2026-01-15T12:00Z')).toBe(13);
    expect(hourAt('2026-07-15T12:00Z')).toBe(14);
  });

  it('skips the hour after 2 in spring', () => {
    expect([0, 1, 2].map((hour) => hourAt(`2026-03-29T0${String(hour)}:30Z`))).toEqual([1, 3, 4]);
  });

  it('has the hour after 2 twice in autumn', () => {
    expect([0, 1, 2].map((hour) => hourAt(`2026-10-25T0${String(hour)}:30Z`))).toEqual([2, 2, 3]);
  });

  it('begins the day at local midnight', () => {
    const before = calendar.at(Date.parse('2026-07-31T21:59:59Z'));
    const after = calendar.at(Date.parse('2026-07-31T22:00Z'));
    expect([before.hour, before.month, before.weekday]).toEqual([23, 6, 4]);
    expect([after.hour, after.month, after.weekday]).toEqual([0, 7, 5]);
    expect(after.epochDay).toBe(before.epochDay + 1);
  });

  it('treats a public holiday as a Sunday', () => {
    expect(calendar.at(Date.parse('2026-12-25T12:00Z')).weekday).toBe(6);
  });

  it('interpolates between the middles of hours', () => {
    expect(calendar.interpolate(hourTable, Date.parse('2026-01-15T12:30Z'))).toBe(13);
    expect(calendar.interpolate(hourTable, Date.parse('2026-01-15T13:00Z'))).toBe(13.5);
    expect(calendar.interpolate(hourTable, Date.parse('2026-01-15T13:15Z'))).toBe(13.75);
  });

  it('answers the same after its cache was emptied', () => {
    const start = Date.parse('2026-01-01T00:00Z');
    const first = calendar.at(start);
    for (let hour = 0; hour < 2_500; hour += 1) calendar.at(start + hour * HOUR_MS);
    expect(calendar.at(start)).toEqual(first);
  });
});
