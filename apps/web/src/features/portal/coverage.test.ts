import { describe, expect, it } from 'vitest';
import { coverageOf } from './coverage.ts';

describe('the spatial coverage on the map', () => {
  it('is the geometry, or the rectangle where there is none', () => {
    const ring = [
      [7, 51],
      [8, 51],
      [8, 52],
      [7, 51],
    ];
    const { areas, points } = coverageOf([
      { label: 'Stadt', geometry: { type: 'Polygon', coordinates: [ring] } },
      { bbox: [7, 51, 8, 52] },
      { label: 'Dom', geometry: { type: 'Point', coordinates: [7.62, 51.96] } },
    ]);
    expect(areas).toEqual([
      { id: 'area-0', label: 'Stadt', geometry: { type: 'Polygon', coordinates: [ring] } },
      {
        id: 'area-1',
        label: '',
        geometry: {
          type: 'Polygon',
          coordinates: [
            [
              [7, 51],
              [8, 51],
              [8, 52],
              [7, 52],
              [7, 51],
            ],
          ],
        },
      },
    ]);
    expect(points).toEqual([{ id: 'point-2', label: 'Dom', position: [7.62, 51.96] }]);
  });

  it('is nothing where a place is only named, or nowhere on earth', () => {
    expect(
      coverageOf([
        { label: 'Münster' },
        { iri: 'https://sws.geonames.org/2867543/' },
        { geometry: { type: 'Point', coordinates: [700, 51] } },
      ]),
    ).toEqual({ areas: [], points: [] });
  });
});
