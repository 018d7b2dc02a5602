import { describe, expect, it } from 'vitest';
import { readWkt } from './wkt.ts';

describe('WKT', () => {
  it('becomes GeoJSON; an open ring is closed and runs counter-clockwise', () => {
    expect(readWkt('POLYGON ((7.5 51.8, 7.5 52, 7.7 52, 7.7 51.8))')).toEqual({
      type: 'Polygon',
      coordinates: [
        [
          [7.5, 51.8],
          [7.7, 51.8],
          [7.7, 52],
          [7.5, 52],
          [7.5, 51.8],
        ],
      ],
    });
    expect(readWkt('POINT (7.6 51.9)')).toEqual({ type: 'Point', coordinates: [7.6, 51.9] });
  });

  it('keeps holes', () => {
    const read = readWkt('POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 2 1, 2 2, 1 1))');
    expect(read?.coordinates).toHaveLength(2);
  });

  it.each([
    'POLYGON ((7.5 51.8, 7.5 52))',
    'POLYGON ((7.5 x, 7.5 52, 7.7 52))',
    'POLYGON ((3405000 5750000, 3405000 5760000, 3410000 5760000))',
    'LINESTRING (1 2, 3 4)',
    '',
  ])('is refused if it is no area on earth: %s', (text) => {
    expect(readWkt(text)).toBeUndefined();
  });
});
