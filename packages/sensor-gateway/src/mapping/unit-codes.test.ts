import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isKnownUnit, unitCodeOf, unitConversion } from './unit-codes.ts';

describe('units', () => {
  it.each([
    [20, '°C', 'K', 293.15],
    [212, '°F', '°C', 100],
    [36, 'km/h', 'm/s', 10],
    [1.5, 'mg/m³', 'µg/m³', 1500],
    [1013.25, 'hPa', 'Pa', 101325],
    [250, 'm²', 'km²', 0.00025],
    [45, '%', '1', 0.45],
  ])('converts %d %s to %s', (value, from, to, expected) => {
    expect(unitConversion(from, to)?.(value)).toBe(expected);
  });

  it('refuses to convert between different quantities', () => {
    expect(unitConversion('°C', 'Pa')).toBeUndefined();
    expect(unitConversion('Elle', 'm')).toBeUndefined();
  });

  it('names UN/CEFACT codes, whichever way the symbol is typed', () => {
    expect(['µg/m³', 'μg/m³', 'ug', 'µg/m3', 'km²', 'km^2'].map(unitCodeOf)).toEqual([
      'GQ',
      'GQ',
      'ug',
      'GQ',
      'KMK',
      'KMK',
    ]);
    expect(isKnownUnit('constructor')).toBe(false);
  });

  it('gives the value back when converted there and back', () => {
    const pairs = fc.constantFrom(['°C', '°F'], ['km/h', 'kn'], ['kWh', 'MWh'], ['ppm', 'ppb'] as const);
    fc.assert(
      fc.property(pairs, fc.double({ min: -1e6, max: 1e6, noNaN: true }), ([a = '', b = ''], value) => {
        const there = unitConversion(a, b)?.(value) ?? NaN;
        expect(unitConversion(b, a)?.(there)).toBeCloseTo(value, 4);
      }),
    );
  });
});
