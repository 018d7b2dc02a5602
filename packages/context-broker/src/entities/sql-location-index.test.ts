import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGeo } from '../query-language/geometry.ts';
import type { GeoQuery } from '../query-language/query.ts';
import { verdictOfBox } from './sql-location-index.ts';

const point = (x: number, y: number): GeoJSON.Point => ({ type: 'Point', coordinates: [x, y] });
const around = fc.tuple(
  fc.double({ min: 7.5, max: 7.7, noNaN: true }),
  fc.double({ min: 51.8, max: 52, noNaN: true }),
);
const metres = fc.integer({ min: 0, max: 20_000 });

/** A box as the R*Tree keeps it: 32-bit numbers, rounded outwards. */
const boxAround = ([x, y]: readonly [number, number]) => {
  const [nearX, nearY] = [Math.fround(x), Math.fround(y)];
  return { minX: nearX - 1e-6, maxX: nearX + 1e-6, minY: nearY - 5e-6, maxY: nearY + 5e-6 };
};

describe('the verdict on a box', () => {
  it('never contradicts the distance of the place in it', () => {
    fc.assert(
      fc.property(around, around, metres, fc.boolean(), (place, centre, distance, isMost) => {
        const geo: GeoQuery = {
          relation: 'near',
          geometry: point(...centre),
          geoproperty: 'urn:p',
          ...(isMost ? { maxDistance: distance } : { minDistance: distance }),
        };
        const verdict = verdictOfBox(boxAround(place), geo);
        expect([undefined, matchesGeo(point(...place), geo)]).toContain(verdict);
      }),
      { numRuns: 2000 },
    );
  });

  it('is given for most places, and left open at the edge and for other relations', () => {
    const geo: GeoQuery = {
      relation: 'near',
      geometry: point(7.6, 51.9),
      geoproperty: 'urn:p',
      maxDistance: 500,
    };
    expect(verdictOfBox(boxAround([7.6, 51.903]), geo)).toBe(true);
    expect(verdictOfBox(boxAround([7.6, 51.906]), geo)).toBe(false);
    expect(verdictOfBox(boxAround([7.6, 51.9 + 500 / 111_195]), geo)).toBeUndefined();
    expect(verdictOfBox(boxAround([7.6, 51.9]), { ...geo, relation: 'within' })).toBeUndefined();
  });
});
