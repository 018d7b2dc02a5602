import { describe, expect, it } from 'vitest';
import { knownCoordinateSystems, readGeometry, toWgs84 } from './coordinates.ts';

/** Metres between two positions near each other. */
const distance = (a: readonly number[], b: readonly number[]): number => {
  const metres = 111_320;
  const [lonA = NaN, latA = NaN] = a;
  const [lonB = NaN, latB = NaN] = b;
  return Math.hypot((lonA - lonB) * metres * Math.cos((latA * Math.PI) / 180), (latA - latB) * metres);
};

describe('coordinates', () => {
  it('brings Gauß-Krüger, UTM and web Mercator to WGS84', () => {
    const theatre = [7.62679, 51.965993];
    const from = (system: string, x: number, y: number): readonly number[] => toWgs84(system)(x, y) ?? [];
    expect(distance(from('EPSG:31467', 3405694, 5760010), theatre)).toBeLessThan(3);
    expect(distance(from('EPSG:25832', 500_000, 5_761_038.21), [9, 52])).toBeLessThan(1);
    expect(from('EPSG:3857', 848_990, 6_793_900)[0]).toBeCloseTo(7.6266, 3);
    expect(from('EPSG:4326', 7.5, 52)).toEqual([7.5, 52]);
  });

  it('knows the systems that German offices use', () => {
    expect(knownCoordinateSystems).toEqual(expect.arrayContaining(['EPSG:25832', 'EPSG:31467', 'EPSG:4647']));
  });

  it('refuses positions that are no place on Earth', () => {
    expect(toWgs84('EPSG:4326')(3405694, 5760010)).toBeUndefined();
    expect(toWgs84('EPSG:25832')(Infinity, 0)).toBeUndefined();
    expect(toWgs84('EPSG:25832')(NaN, 0)).toBeUndefined();
  });

  const keep = toWgs84('EPSG:4326');

  it('transforms geometries of every depth, without heights', () => {
    const ring = [
      [7, 51, 60],
      [8, 51, 60],
      [8, 52, 60],
      [7, 51, 60],
    ];
    const flat = ring.map(([x, y]) => [x, y]);
    expect(readGeometry({ type: 'Polygon', coordinates: [ring] }, keep)).toEqual({
      type: 'Polygon',
      coordinates: [flat],
    });
    expect(readGeometry({ type: 'Polygon', coordinates: [ring] }, keep, 'MultiPolygon')).toEqual({
      type: 'MultiPolygon',
      coordinates: [[flat]],
    });
  });

  it.each([
    [null, 'is no GeoJSON geometry'],
    [{ type: 'Circle' }, 'has the unknown geometry type Circle'],
    [{ type: 'constructor' }, 'has the unknown geometry type constructor'],
    [{ type: 'Point', coordinates: ['7', 51] }, 'has coordinates that are no place on Earth'],
    [{ type: 'LineString', coordinates: [] }, 'has coordinates that are no place on Earth'],
    [
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 1],
            [1, 0],
            [0, 1],
          ],
        ],
      },
      'has a ring that is not closed',
    ],
  ])('refuses %j: it %s', (geometry, reason) => {
    expect(readGeometry(geometry, keep)).toBe(reason);
  });

  it('refuses a geometry of another type than wanted', () => {
    expect(readGeometry({ type: 'Point', coordinates: [7, 51] }, keep, 'MultiPolygon')).toBe(
      'is a Point instead of a MultiPolygon',
    );
  });
});
