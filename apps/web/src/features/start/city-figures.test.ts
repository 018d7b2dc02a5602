import { describe, expect, it } from 'vitest';
import { cityFigures } from './city-figures.ts';

const entities = (type: string, ...attributes: readonly Readonly<Record<string, unknown>>[]) =>
  [type, attributes.map((given, index) => ({ id: `urn:${String(index)}`, type, ...given }))] as const;

describe('cityFigures', () => {
  it('adds up what is free in open places, out of all there is', () => {
    const city = new Map([
      entities(
        'OffStreetParking',
        { availableSpotNumber: 20, totalSpotNumber: 100 },
        { availableSpotNumber: 5, totalSpotNumber: 50 },
        { totalSpotNumber: 900 },
        { availableSpotNumber: 70, totalSpotNumber: 80, status: ['closed'] },
      ),
    ]);
    expect(cityFigures(city)).toEqual([
      {
        key: 'parking',
        type: 'OffStreetParking',
        attribute: 'availableSpotNumber',
        value: 25,
        total: 150,
        count: 2,
        minutes: undefined,
      },
    ]);
  });

  it('takes the mean of what is measured at several places, and counts full containers', () => {
    const city = new Map([
      entities('AirQualityObserved', { no2: 10 }, { no2: 20 }),
      entities('WasteContainer', { fillingLevel: 0.95 }, { fillingLevel: 0.9 }, { fillingLevel: 0.2 }),
    ]);
    expect(cityFigures(city).map(({ key, value, count }) => [key, value, count])).toEqual([
      ['air', 15, 2],
      ['waste', 2, 3],
    ]);
  });

  it('says over which period was counted, where all counters tell the same', () => {
    const quarter = { intensity: 4, dateObserved: '2026-11-24T07:45:00Z/2026-11-24T08:00:00Z' };
    const hour = { intensity: 4, dateObserved: '2026-11-24T07:00:00Z/2026-11-24T08:00:00Z' };
    const minutes = (...counters: readonly Readonly<Record<string, unknown>>[]) =>
      cityFigures(new Map([entities('TrafficFlowObserved', ...counters)])).map((figure) => figure.minutes);
    expect(minutes(quarter, quarter)).toEqual([15]);
    expect(minutes(quarter, hour)).toEqual([undefined]);
    expect(minutes({ intensity: 4 })).toEqual([undefined]);
  });

  it('leaves out what a city does not measure', () => {
    expect(cityFigures(new Map())).toEqual([]);
    expect(cityFigures(new Map([entities('WeatherObserved', { temperature: 'warm' })]))).toEqual([]);
  });
});
