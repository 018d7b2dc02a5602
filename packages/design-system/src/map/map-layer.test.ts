import { describe, expect, it } from 'vitest';
import { boundsOf, toAreaNames, toSketch, type Position } from './map-layer.ts';

const kinds = (corners: readonly Position[]): readonly string[] =>
  toSketch(corners).features.map(({ geometry }) => geometry.type);

describe('toSketch', () => {
  it('shows corners, then a line, then a closed area', () => {
    expect(kinds([])).toEqual([]);
    expect(kinds([[7, 51]])).toEqual(['Point']);
    expect(
      kinds([
        [7, 51],
        [8, 51],
      ]),
    ).toEqual(['Point', 'Point', 'LineString']);
    const area = toSketch([
      [7, 51],
      [8, 51],
      [8, 52],
    ]).features.at(-1)?.geometry;
    expect(area).toEqual({
      type: 'Polygon',
      coordinates: [
        [
          [7, 51],
          [8, 51],
          [8, 52],
          [7, 51],
        ],
      ],
    });
  });
});

const square = (x: number, y: number, side: number) => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
  [x, y],
];
const namedAt = (type: 'Polygon' | 'MultiPolygon', coordinates: readonly unknown[]) =>
  toAreaNames([{ id: 'urn:a', label: 'A', geometry: { type, coordinates } }]).features.map(
    ({ geometry }) => geometry,
  );

describe('toAreaNames', () => {
  it('writes a name once, in the middle of the largest part', () => {
    expect(namedAt('Polygon', [square(7, 51, 2)])).toEqual([{ type: 'Point', coordinates: [8, 52] }]);
    expect(namedAt('MultiPolygon', [[square(0, 0, 1)], [square(7, 51, 2), square(8, 52, 0.1)]])).toEqual([
      { type: 'Point', coordinates: [8, 52] },
    ]);
  });

  it('leaves out what is no area', () => {
    expect(namedAt('Polygon', [])).toEqual([]);
    expect(namedAt('Polygon', [[[7, 51]]])).toEqual([]);
  });
});

describe('boundsOf', () => {
  const layer = (...positions: readonly Position[]) => ({
    id: 'x',
    color: '#000',
    radius: 5,
    visible: true,
    features: positions.map((position, index) => ({ id: String(index), label: '', position })),
  });

  it('holds all points where there are no areas', () => {
    expect(boundsOf([], [layer([7.5, 51.9], [7.7, 52.1])])).toEqual([
      [7.5, 51.9],
      [7.7, 52.1],
    ]);
  });

  it('holds the areas where there are some, however far away a point lies', () => {
    const geometry = {
      type: 'MultiPolygon' as const,
      coordinates: [
        [
          [
            [1, 2],
            [3, 2],
            [3, 4],
            [1, 2],
          ],
        ],
      ],
    };
    expect(boundsOf([{ id: 'a', label: 'a', geometry }], [layer([90, 80])])).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('is unknown where there is nothing', () => {
    expect(boundsOf([], [layer()])).toBeUndefined();
  });
});
