import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTimeZone, timeZone } from './time-zone.ts';

const instants = (zone: string, local: string): readonly string[] =>
  timeZone(zone)
    .instantsOf(Date.parse(`${local}Z`))
    .map((instant) => new Date(instant).toISOString().slice(0, 16));

describe('time zone', () => {
  it('knows IANA names', () => {
    expect(['Europe/Berlin', 'UTC', 'Europe/Muenster', ''].map(isTimeZone)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('finds the instant of summer and winter time', () => {
    expect(instants('Europe/Berlin', '2025-07-01T12:00')).toEqual(['2025-07-01T10:00']);
    expect(instants('Europe/Berlin', '2025-12-01T12:00')).toEqual(['2025-12-01T11:00']);
  });

  it('finds two instants, in order, in the hour that the clocks show twice', () => {
    expect(instants('Europe/Berlin', '2025-10-26T02:30')).toEqual(['2025-10-26T00:30', '2025-10-26T01:30']);
    expect(instants('Europe/Berlin', '2025-10-26T03:00')).toEqual(['2025-10-26T02:00']);
  });

  it('finds none in the hour that the clocks skip', () => {
    expect(instants('Europe/Berlin', '2025-03-30T02:00')).toEqual([]);
    expect(instants('Europe/Berlin', '2025-03-30T02:59')).toEqual([]);
    expect(instants('Europe/Berlin', '2025-03-30T03:00')).toEqual(['2025-03-30T01:00']);
  });

  it('knows zones with half hours, and a change of half an hour', () => {
    expect(instants('Asia/Kolkata', '2025-01-01T05:30')).toEqual(['2025-01-01T00:00']);
    expect(instants('Australia/Lord_Howe', '2025-04-06T01:45')).toHaveLength(2);
  });

  it('finds every instant again by what the clocks show then', () => {
    const zones = fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
    );
    const minutes = fc.integer({ min: Date.UTC(1970, 0, 2) / 60_000, max: Date.UTC(2037, 11, 31) / 60_000 });
    fc.assert(
      fc.property(zones, minutes, (name, minute) => {
        const instant = minute * 60_000;
        const shown = new Date(instant).toLocaleString('sv-SE', { timeZone: name });
        const found = timeZone(name).instantsOf(Date.parse(`${shown.replace(' ', 'T')}Z`));
        expect(found).toContain(instant);
        expect(found.length).toBeLessThanOrEqual(2);
      }),
      { numRuns: 60 },
    );
  });
});
