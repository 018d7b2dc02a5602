import { describe, expect, it } from 'vitest';
import { groupByUnit, includesZero, toRows, withGaps } from './time-series.ts';

const minute = 60_000;
const at = (...minutes: readonly number[]) => minutes.map((time) => ({ time: time * minute, value: time }));

describe('includesZero', () => {
  it('begins the axis of amounts at zero, but not that of narrow or negative values', () => {
    expect(includesZero([440, 660])).toBe(true);
    expect(includesZero([0, 0])).toBe(false);
    expect(includesZero([1020, 1024])).toBe(false);
    expect(includesZero([-3, 12])).toBe(false);
    expect(includesZero([Number.NaN])).toBe(false);
  });
});

describe('withGaps', () => {
  it('knows hourly history that passes into values of every minute from silence', () => {
    const mixed = at(0, 60, 120, 180, 240, 241, 242, 243, 244, 245, 246, 290, 291, 292, 293);
    const gaps = withGaps(mixed).filter(({ value }) => value === null);
    expect(gaps).toEqual([{ time: 247 * minute, value: null }]);
  });

  it('breaks the line where nothing was measured for over three usual distances', () => {
    const points = withGaps(at(0, 1, 2, 3, 10, 11));
    expect(points.map(({ value }) => value)).toEqual([0, 1, 2, 3, null, 10, 11]);
    expect(points[4]?.time).toBe(4 * minute);
  });

  it('leaves a regular line and a slow beat alone', () => {
    expect(withGaps(at(0, 15, 30, 45))).toEqual(at(0, 15, 30, 45));
    expect(withGaps(at(0, 1, 2, 5))).toHaveLength(4);
  });

  it('sorts by time and copes with none, one and equal times', () => {
    expect(withGaps(at(3, 1, 2)).map(({ value }) => value)).toEqual([1, 2, 3]);
    expect(withGaps([])).toEqual([]);
    expect(withGaps(at(5))).toEqual(at(5));
    expect(withGaps(at(5, 5))).toEqual(at(5, 5));
  });
});

describe('groupByUnit', () => {
  it('lets only series of one unit share an axis', () => {
    const series = [
      { name: 'NO₂', unit: 'µg/m³', points: [] },
      { name: 'Temperatur', unit: '°C', points: [] },
      { name: 'O₃', unit: 'µg/m³', points: [] },
    ];
    expect(groupByUnit(series).map((group) => group.series.map(({ name }) => name))).toEqual([
      ['NO₂', 'O₃'],
      ['Temperatur'],
    ]);
  });
});

describe('toRows', () => {
  it('has a row for each time, newest first, with a hole where a series has no value', () => {
    const rows = toRows([
      { name: 'a', unit: '', points: at(1, 2) },
      { name: 'b', unit: '', points: at(2, 3) },
    ]);
    expect(rows).toEqual([
      { time: 3 * minute, values: [null, 3] },
      { time: 2 * minute, values: [2, 2] },
      { time: minute, values: [1, null] },
    ]);
  });
});
