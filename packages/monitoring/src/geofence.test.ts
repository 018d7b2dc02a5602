import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Polygon } from './alert-rule.ts';
import { isTouching, pointOf } from './geofence.ts';

const square = (from: number, to: number): readonly (readonly [number, number])[] => [
  [from, from],
  [to, from],
  [to, to],
  [from, to],
  [from, from],
];
const fence: Polygon = { type: 'Polygon', coordinates: [square(0, 10), square(4, 6)] };
const point = (...coordinates: number[]) => ({ type: 'Point', coordinates });

describe('a geofence', () => {
  it('holds points inside and none outside or in a hole', () => {
    expect(isTouching(point(1, 1), fence)).toBe(true);
    expect(isTouching(point(5, 5), fence)).toBe(false);
    expect(isTouching(point(11, 5), fence)).toBe(false);
    expect(isTouching(point(7, 51, 12), fence)).toBe(false);
  });

  it('holds its border, corners and the border of its holes', () => {
    for (const [x, y] of [
      [0, 5],
      [10, 5],
      [5, 0],
      [5, 10],
      [0, 0],
      [10, 10],
      [4, 5],
      [6, 6],
    ] as const) {
      expect(isTouching(point(x, y), fence)).toBe(true);
    }
  });

  it('holds the border of slanted edges in spite of rounding', () => {
    const triangle: Polygon = {
      type: 'Polygon',
      coordinates: [
        [
          [7.6, 51.9],
          [7.7, 51.93],
          [7.65, 52.01],
          [7.6, 51.9],
        ],
      ],
    };
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (part) => {
        expect(isTouching(point(7.6 + part * 0.1, 51.9 + part * 0.03), triangle)).toBe(true);
      }),
    );
  });

  it('holds a geometry with extent as soon as a part of it is inside', () => {
    const line = (...coordinates: number[][]) => ({ type: 'LineString', coordinates });
    expect(isTouching(line([-1, 5], [11, 5]), fence)).toBe(true);
    expect(isTouching(line([-1, -1], [11, 11]), fence)).toBe(true);
    expect(isTouching(line([-1, 12], [11, 12]), fence)).toBe(false);
    expect(isTouching(line([4.5, 4.5], [5.5, 5.5]), fence)).toBe(false);
    expect(isTouching({ type: 'MultiPoint', coordinates: [point(50, 50).coordinates, [1, 1]] }, fence)).toBe(
      true,
    );
    expect(isTouching({ type: 'MultiLineString', coordinates: [[[1, 1]], [[50, 50]]] }, fence)).toBe(true);
  });

  it('understands polygons of any number, around the fence, in a hole, or beside it', () => {
    const polygons = (...rings: (readonly (readonly number[])[])[]) => ({
      type: 'MultiPolygon',
      coordinates: rings.map((ring) => [ring]),
    });
    expect(isTouching(polygons(square(-5, 20)), fence)).toBe(true);
    expect(isTouching(polygons(square(4.5, 5.5)), fence)).toBe(false);
    expect(isTouching(polygons(square(20, 21), square(9, 12)), fence)).toBe(true);
    expect(isTouching({ type: 'Polygon', coordinates: [square(20, 21)] }, fence)).toBe(false);
    expect(isTouching({ type: 'Polygon', coordinates: [square(-5, 20), square(-1, 11)] }, fence)).toBe(false);
  });

  it('looks at every member of a collection', () => {
    const collection = (...geometries: unknown[]) => ({ type: 'GeometryCollection', geometries });
    expect(isTouching(collection(point(20, 20), point(1, 1)), fence)).toBe(true);
    expect(isTouching(collection(point(20, 20)), fence)).toBe(false);
    expect(isTouching(collection(), fence)).toBeUndefined();
    expect(isTouching(collection(collection(point(1, 1))), fence)).toBeUndefined();
  });

  it('cannot tell anything of what is no geometry', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(isTouching(value, fence)).toBeUndefined();
      }),
    );
    for (const broken of [point(), point(1), point(Number.NaN, 1), { type: 'Polygon', coordinates: [7] }]) {
      expect(isTouching(broken, fence)).toBeUndefined();
    }
  });

  it('agrees with arithmetic for random points and a square', () => {
    fc.assert(
      fc.property(fc.integer({ min: -30, max: 130 }), fc.integer({ min: -30, max: 130 }), (tenX, tenY) => {
        const isWithin = (from: number, to: number): boolean =>
          [tenX, tenY].every((at) => at >= from && at <= to);
        const isInHole = [tenX, tenY].every((at) => at > 40 && at < 60);
        expect(isTouching(point(tenX / 10, tenY / 10), fence)).toBe(isWithin(0, 100) && !isInHole);
      }),
    );
  });

  it('tells the position of points only', () => {
    expect(pointOf(point(1, 2, 3))).toEqual(point(1, 2));
    expect(pointOf({ type: 'LineString', coordinates: [] })).toBeUndefined();
    expect(pointOf('x')).toBeUndefined();
  });
});
