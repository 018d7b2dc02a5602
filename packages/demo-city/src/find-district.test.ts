import { describe, expect, it } from 'vitest';
import { findDistrict, isInRing } from './find-district.ts';

const lShape = [
  [0, 0],
  [2, 0],
  [2, 1],
  [1, 1],
  [1, 2],
  [0, 2],
  [0, 0],
];

describe('find district', () => {
  it.each([
    [0.5, 1.5, true],
    [1.5, 0.5, true],
    [1.5, 1.5, false],
    [-0.5, 0.5, false],
    [3, 0.5, false],
  ])('knows whether %d, %d lies in a ring', (x, y, isInside) => {
    expect(isInRing(lShape, x, y)).toBe(isInside);
    expect(isInRing(lShape.toReversed(), x, y)).toBe(isInside);
  });

  it('finds the district of known places', () => {
    expect(findDistrict(7.62571, 51.96236)).toBe('13'); // cathedral: Dom
    expect(findDistrict(7.6344, 51.9567)).toBe('23'); // central station: Bahnhof
  });

  it('finds none outside the city', () => {
    expect(findDistrict(7.2, 51.9)).toBeUndefined();
  });
});
