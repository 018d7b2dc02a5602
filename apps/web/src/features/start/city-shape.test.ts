import { describe, expect, it } from 'vitest';
import { cityShape } from './city-shape.ts';

const square = [
  [7, 50],
  [8, 50],
  [8, 51],
  [7, 51],
  [7, 50],
];
const area = (type: 'Polygon' | 'MultiPolygon', coordinates: readonly unknown[]) => ({
  id: 'urn:a',
  label: 'A',
  geometry: { type, coordinates },
});

describe('cityShape', () => {
  it('fills its width, is as high as the city is from above, and north is up', () => {
    const shape = cityShape([area('Polygon', [square])], 212);
    expect(shape?.width).toBe(212);
    expect(shape?.height).toBeCloseTo(200 / Math.cos((50.5 * Math.PI) / 180) + 12, 5);
    expect(shape?.place([7, 51])).toEqual({ x: 6, y: 6 });
    expect(shape?.place([9, 51])).toBeUndefined();
    expect(shape?.areas[0]?.path).toMatch(/^M6\.0,[\d.]+L206\.0,[\d.]+L206\.0,6\.0L6\.0,6\.0L.*Z$/u);
  });

  it('draws every ring of every part', () => {
    const shape = cityShape([area('MultiPolygon', [[square, square], [square]])], 100);
    expect(shape?.areas[0]?.path.match(/M/gu)).toHaveLength(3);
  });

  it('is nothing without areas', () => {
    expect(cityShape([], 100)).toBeUndefined();
    expect(cityShape([area('Polygon', [])], 100)).toBeUndefined();
  });
});
