import { describe, expect, it } from 'vitest';
import { fromTimeField, toTimeField } from './local-time.ts';

describe('a field for date and time', () => {
  it('shows and reads the time of the city', () => {
    expect(toTimeField('2026-12-01T11:30:00Z')).toBe('2026-12-01T12:30');
    expect(fromTimeField('2026-12-01T12:30')).toBe('2026-12-01T11:30:00.000Z');
    expect(fromTimeField('2026-07-01T12:30')).toBe('2026-07-01T10:30:00.000Z');
  });

  it('is empty for none, and reads none from what is no time', () => {
    expect([toTimeField(undefined), toTimeField('soon')]).toEqual(['', '']);
    expect([fromTimeField(''), fromTimeField('soon')]).toEqual([undefined, undefined]);
  });
});
