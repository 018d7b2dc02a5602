import { boundsOf, type Bounds } from './geometry.ts';
import type { GeoQuery } from './query.ts';

/** Relations compare with rounded coordinates (1e-6 degrees), and an index may hold 32-bit numbers. */
const marginDegrees = 1e-4;

/** The smallest number of metres that a degree of latitude may stand for, on the safe side. */
const metresPerDegree = 110_000;

const widen = (bounds: Bounds, byX: number, byY: number): Bounds => ({
  minX: bounds.minX - byX,
  maxX: bounds.maxX + byX,
  minY: bounds.minY - byY,
  maxY: bounds.maxY + byY,
});

/** Box that every matching location must touch; undefined when there is none. */
export const searchBounds = (geo: GeoQuery): Bounds | undefined => {
  const bounds = boundsOf(geo.geometry.coordinates);
  if (bounds === undefined || geo.relation === 'disjoint') return undefined;
  if (geo.relation !== 'near') return widen(bounds, marginDegrees, marginDegrees);
  if (geo.maxDistance === undefined) return undefined;
  const latitudes = geo.maxDistance / metresPerDegree + marginDegrees;
  const furthest = Math.max(Math.abs(bounds.minY), Math.abs(bounds.maxY)) + latitudes;
  if (furthest >= 89)
    return { minX: -180, maxX: 180, minY: bounds.minY - latitudes, maxY: bounds.maxY + latitudes };
  const box = widen(bounds, latitudes / Math.cos((furthest * Math.PI) / 180), latitudes);
  return box.minX < -180 || box.maxX > 180 ? { ...box, minX: -180, maxX: 180 } : box;
};
