import { describe, expect, it } from 'vitest';
import { inputName, quantity, toSeries } from './quantity.ts';

describe('quantity', () => {
  it('reads shares as percent, unless they come in another unit', () => {
    expect(quantity('occupancy', undefined)).toEqual({ factor: 100, unit: '%' });
    expect(quantity('fillingLevel', 'C62')).toEqual({ factor: 100, unit: '%' });
    expect(quantity('relativeHumidity', 'P1')).toEqual({ factor: 1, unit: '%' });
  });

  it('leaves other numbers as they are, with their unit', () => {
    expect(quantity('temperature', 'CEL')).toEqual({ factor: 1, unit: '°C' });
    expect(quantity('availableSpotNumber', undefined)).toEqual({ factor: 1, unit: '' });
  });

  it('draws shares as percent, gaps as gaps', () => {
    const points = [
      { time: 0, value: 0.5 },
      { time: 1, value: null },
    ];
    expect(toSeries('Auslastung', quantity('occupancy', undefined), points)).toEqual({
      name: 'Auslastung',
      unit: '%',
      points: [
        { time: 0, value: 50 },
        { time: 1, value: null },
      ],
    });
  });

  it('says in which range a share is typed', () => {
    expect(inputName('occupancy', 'de')).toBe('Auslastung (0 bis 1)');
    expect(inputName('occupancy', 'en')).toBe('Occupancy (0 to 1)');
    expect(inputName('temperature', 'de')).toBe('Temperatur');
  });
});
