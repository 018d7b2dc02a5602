import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cornersOf, cornersProblem, formatCorners, parseCorners, toPolygon } from './corners.ts';

describe('parseCorners', () => {
  it('reads latitude and longitude in the usual ways of writing', () => {
    for (const line of [
      '51.96, 7.62',
      '51.96,7.62',
      '51.96 7.62',
      '51,96; 7,62',
      '51,96 7,62',
      ' 51.96;7.62 ',
    ]) {
      expect(parseCorners(line)).toEqual({ corners: [[7.62, 51.96]] });
    }
    expect(parseCorners('-33, 18\n\n-34, 18.5')).toEqual({
      corners: [
        [18, -33],
        [18.5, -34],
      ],
    });
  });

  it('names the line it cannot read', () => {
    expect(parseCorners('51.96, 7.62\nMünster')).toEqual({ badLine: 2 });
    expect(parseCorners('91, 7')).toEqual({ badLine: 1 });
    expect(parseCorners('51.96, 181')).toEqual({ badLine: 1 });
    expect(parseCorners('51.96')).toEqual({ badLine: 1 });
  });

  it('reads what formatCorners writes, to about a metre', () => {
    const position = fc.tuple(
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.double({ min: -90, max: 90, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(position), (given) => {
        const read = parseCorners(formatCorners(given));
        const corners = 'corners' in read ? read.corners : [];
        expect(corners).toHaveLength(given.length);
        for (const [index, [longitude, latitude]] of corners.entries()) {
          expect(longitude).toBeCloseTo(given[index]?.[0] ?? Number.NaN, 4);
          expect(latitude).toBeCloseTo(given[index]?.[1] ?? Number.NaN, 4);
        }
      }),
    );
  });
});

describe('an area', () => {
  const triangle = [
    [7, 51],
    [8, 51],
    [8, 52],
  ] as const;

  it('needs three different corners and has a limit', () => {
    expect(cornersProblem([triangle[0], triangle[1], triangle[0]])).toBe('tooFew');
    expect(cornersProblem(triangle)).toBeUndefined();
    const many = Array.from({ length: 1000 }, (_, index) => [7 + index / 1000, 51] as const);
    expect(cornersProblem(many)).toBe('tooMany');
  });

  it('is closed for the server and opened again for the editor', () => {
    const polygon = toPolygon(triangle);
    expect(polygon.coordinates[0]).toHaveLength(4);
    expect(polygon.coordinates[0]?.at(-1)).toEqual(triangle[0]);
    expect(cornersOf(polygon)).toEqual(triangle);
  });

  it('takes the largest part of several', () => {
    const small = [[triangle[0], triangle[1], triangle[0]]];
    expect(
      cornersOf({ type: 'MultiPolygon', coordinates: [small, toPolygon(triangle).coordinates] }),
    ).toEqual(triangle);
  });

  it('has no corners where the geometry is none', () => {
    expect(cornersOf({ type: 'Polygon', coordinates: 'nonsense' })).toEqual([]);
    expect(cornersOf({ type: 'Polygon', coordinates: [[['a', 'b'], 3]] })).toEqual([]);
  });
});
