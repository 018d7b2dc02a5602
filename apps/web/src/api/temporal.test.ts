import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTemporal } from './temporal.ts';

const noon = '2026-11-24T12:00:00Z';
const one = '2026-11-24T13:00:00Z';

describe('parseTemporal', () => {
  it('reads temporal values in order of time (§4.5.9)', () => {
    const body = {
      id: 'urn:a',
      type: 'X',
      no2: {
        type: 'Property',
        values: [
          [2, one],
          [1, noon],
        ],
      },
    };
    expect(parseTemporal(body, ['no2'])).toEqual({
      no2: [
        { time: Date.parse(noon), value: 1 },
        { time: Date.parse(one), value: 2 },
      ],
    });
  });

  it('reads aggregated values with their periods (§4.5.19)', () => {
    const body = { no2: { type: 'Property', avg: [[1.5, noon, one]] } };
    expect(parseTemporal(body, ['no2'])['no2']).toEqual([{ time: Date.parse(noon), value: 1.5 }]);
  });

  it('joins several instances of an attribute', () => {
    const body = { no2: [{ values: [[2, one]] }, { values: [[1, noon]] }] };
    expect(parseTemporal(body, ['no2'])['no2']?.map(({ value }) => value)).toEqual([1, 2]);
  });

  it('has a gap where a value is no number, and no points where there is no history', () => {
    expect(parseTemporal({ no2: { values: [['broken', noon]] } }, ['no2', 'o3'])).toEqual({
      no2: [{ time: Date.parse(noon), value: null }],
      o3: [],
    });
  });

  it('survives any answer', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        expect(Array.isArray(parseTemporal(body, ['no2'])['no2'])).toBe(true);
        expect(Array.isArray(parseTemporal({ no2: body }, ['no2'])['no2'])).toBe(true);
      }),
    );
  });
});
