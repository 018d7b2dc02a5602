import { describe, expect, it } from 'vitest';
import { countingMinutes, measuredName, readInterval } from './counting-period.ts';

const quarter = { dateObserved: '2026-11-24T07:45:00Z/2026-11-24T08:00:00Z' };

describe('countingMinutes', () => {
  it('reads the interval, or its two ends', () => {
    expect(countingMinutes(quarter)).toBe(15);
    const ends = {
      dateObservedFrom: { '@type': 'DateTime', '@value': '2026-11-24T07:00:00Z' },
      dateObservedTo: '2026-11-24T08:00:00Z',
    };
    expect(countingMinutes({ ...ends, dateObserved: '2026-11-24T08:00:00Z' })).toBe(60);
  });

  it('knows none where the data tell none', () => {
    expect(countingMinutes({})).toBeUndefined();
    expect(countingMinutes({ dateObserved: '2026-11-24T08:00:00Z' })).toBeUndefined();
    expect(countingMinutes({ dateObserved: '2026-11-24T08:00:00Z/PT15M' })).toBeUndefined();
  });
});

describe('readInterval', () => {
  it('refuses what is no interval that goes forward', () => {
    for (const text of [7, '', 'a/b', '2026-11-24T08:00:00Z/2026-11-24T07:00:00Z', '2026/2027/2028'])
      expect(readInterval(text)).toBeUndefined();
  });
});

describe('measuredName', () => {
  it('says over which period was counted', () => {
    expect(measuredName('intensity', 'de', quarter)).toBe('Zählwert je 15 Minuten');
    expect(measuredName('intensity', 'en', quarter)).toBe('Count per 15 minutes');
    const hour = { dateObserved: '2026-11-24T07:00:00Z/2026-11-24T08:00:00Z' };
    expect(measuredName('intensity', 'de', hour)).toBe('Zählwert je Stunde');
  });

  it('leaves other names, and counts without a period, as they are', () => {
    expect(measuredName('temperature', 'de', quarter)).toBe('Temperatur');
    expect(measuredName('intensity', 'de', {})).toBe('Zählwert');
    expect(measuredName('intensity', 'de', undefined)).toBe('Zählwert');
  });
});
