import { describe, expect, it } from 'vitest';
import { aggregationPeriod } from './aggregation-period.ts';
import { attributeName } from './attribute-name.ts';
import { cityType, orderTypes } from './city-type.ts';
import { unitSymbol } from './units.ts';
import { valueName } from './value-name.ts';

describe('names', () => {
  it('are known for what cities usually have, and are themselves for the rest', () => {
    expect(attributeName('availableSpotNumber', 'de')).toBe('Freie Stellplätze');
    expect(attributeName('somethingElse', 'de')).toBe('somethingElse');
    expect(valueName('glass', 'de')).toBe('Glas');
    expect(valueName('Grundschule', 'en')).toBe('Grundschule');
    expect(valueName('constructor', 'de')).toBe('constructor');
    expect(unitSymbol('GQ')).toBe('µg/m³');
    expect(unitSymbol('XYZ')).toBe('XYZ');
    expect(unitSymbol(undefined)).toBe('');
    expect(cityType('Spaceship').names).toEqual({ de: 'Spaceship', en: 'Spaceship' });
  });

  it('put known types first and others by the alphabet', () => {
    expect(orderTypes(['Zebra', 'School', 'Ape', 'OffStreetParking'])).toEqual([
      'OffStreetParking',
      'School',
      'Ape',
      'Zebra',
    ]);
  });
});

describe('aggregationPeriod', () => {
  const day = 86_400_000;

  it('grows with the range, so that charts have some hundred points', () => {
    expect(aggregationPeriod(0, 2 * day)).toBeUndefined();
    expect(aggregationPeriod(0, 7 * day)).toBe('PT15M');
    expect(aggregationPeriod(0, 30 * day)).toBe('PT1H');
  });
});
