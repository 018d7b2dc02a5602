import { describe, expect, it } from 'vitest';
import { boundsOf, toSketch, type Position } from './map-layer.ts';

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
