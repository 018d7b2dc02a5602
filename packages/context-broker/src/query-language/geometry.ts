import { booleanContains } from '@turf/boolean-contains';
import { booleanDisjoint } from '@turf/boolean-disjoint';
import { booleanEqual } from '@turf/boolean-equal';
import { booleanIntersects } from '@turf/boolean-intersects';
import { booleanOverlap } from '@turf/boolean-overlap';
import { booleanWithin } from '@turf/boolean-within';
import { distance } from '@turf/distance';
import type { GeoQuery, GeoRelation } from './query.ts';

export interface Bounds {
  readonly minX: number;
  readonly maxX: number;
  readonly minY: number;
  readonly maxY: number;
}

export type Geometry = GeoJSON.Geometry;
type Position = readonly [number, number];

const geometryDepths: Readonly<Record<string, number>> = {
  Point: 0,
  MultiPoint: 1,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
};

/** Longitude and latitude in degrees, perhaps with a height (RFC 7946 §4). */
const isPosition = (value: unknown): value is Position =>
  Array.isArray(value) &&
  value.length >= 2 &&
  value.length <= 4 &&
  value.every((part) => Number.isFinite(part)) &&
  Math.abs(value[0]) <= 180 &&
  Math.abs(value[1]) <= 90;

const isNested = (value: unknown, depth: number): boolean =>
  depth === 0
    ? isPosition(value)
    : Array.isArray(value) && value.length > 0 && value.every((part) => isNested(part, depth - 1));

const isRing = (ring: unknown): boolean =>
  Array.isArray(ring) && ring.length >= 4 && String(ring[0]) === String(ring[ring.length - 1]);

const isLine = (line: unknown): boolean => Array.isArray(line) && line.length >= 2;

const every = (value: unknown, holds: (part: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(holds);

/** Whether the value is a GeoJSON geometry of §4.7 (no collection), well formed. */
export const isGeometry = (value: unknown): value is Exclude<Geometry, GeoJSON.GeometryCollection> => {
  if (typeof value !== 'object' || value === null || !('type' in value) || !('coordinates' in value))
    return false;
  const { type, coordinates } = value;
  const depth =
    typeof type === 'string' && Object.hasOwn(geometryDepths, type) ? geometryDepths[type] : undefined;
  if (depth === undefined || !isNested(coordinates, depth)) return false;
  switch (type) {
    case 'LineString':
      return isLine(coordinates);
    case 'MultiLineString':
      return every(coordinates, isLine);
    case 'Polygon':
      return every(coordinates, isRing);
    case 'MultiPolygon':
      return every(coordinates, (polygon) => every(polygon, isRing));
    default:
      return true;
  }
};

const positionsOf = (coordinates: unknown): readonly Position[] => {
  if (isPosition(coordinates)) return [coordinates];
  return Array.isArray(coordinates) ? coordinates.flatMap(positionsOf) : [];
};

/** Bounding box of GeoJSON coordinates; undefined when there are none. */
export const boundsOf = (coordinates: unknown): Bounds | undefined => {
  if (isPosition(coordinates)) {
    const [x, y] = coordinates;
    return { minX: x, maxX: x, minY: y, maxY: y };
  }
  const positions = positionsOf(coordinates);
  if (positions.length === 0) return undefined;
  return positions.reduce<Bounds>(
    (box, [x, y]) => ({
      minX: Math.min(box.minX, x),
      maxX: Math.max(box.maxX, x),
      minY: Math.min(box.minY, y),
      maxY: Math.max(box.maxY, y),
    }),
    { minX: Infinity, maxX: -Infinity, minY: Infinity, maxY: -Infinity },
  );
};

type Relation = (geometry: Geometry, reference: Geometry) => boolean;

const relations: Readonly<Record<Exclude<GeoRelation, 'near'>, Relation>> = {
  within: booleanWithin,
  contains: booleanContains,
  intersects: (geometry, reference) => booleanIntersects(geometry, reference),
  disjoint: (geometry, reference) => booleanDisjoint(geometry, reference),
  equals: (geometry, reference) => booleanEqual(geometry, reference),
  overlaps: (geometry, reference) =>
    geometry.type === reference.type &&
    booleanOverlap(geometry as GeoJSON.Polygon, reference as GeoJSON.Polygon),
};

/** Whether a location stands in the asked relation to the query's geometry (§4.10). */
export const matchesGeo = (value: unknown, query: GeoQuery): boolean => {
  const reference: unknown = query.geometry;
  if (!isGeometry(value) || !isGeometry(reference)) return false;
  if (query.relation === 'near') return isNear(value, reference, query);
  try {
    return relations[query.relation](value, reference);
  } catch {
    // The relation is not defined between these two kinds of geometry, so it does not hold.
    return false;
  }
};

const isNear = (geometry: Geometry, reference: Geometry, query: GeoQuery): boolean => {
  const metres = metresBetween(geometry, reference);
  return (
    (query.maxDistance === undefined || metres <= query.maxDistance) &&
    (query.minDistance === undefined || metres >= query.minDistance)
  );
};

const metresOf = (from: Position, to: Position): number => distance([...from], [...to], { units: 'meters' });

/** Geodesic distance of two geometries: 0 when they meet, else from vertex to nearest point of a segment. */
export const metresBetween = (one: Geometry, other: Geometry): number => {
  if (one.type === 'GeometryCollection' || other.type === 'GeometryCollection') return Infinity;
  if (one.type === 'Point' && other.type === 'Point') {
    return metresOf(one.coordinates as unknown as Position, other.coordinates as unknown as Position);
  }
  if (booleanIntersects(one, other)) return 0;
  return Math.min(toSegments(one, other), toSegments(other, one));
};

const toSegments = (
  from: Exclude<Geometry, GeoJSON.GeometryCollection>,
  to: Exclude<Geometry, GeoJSON.GeometryCollection>,
): number => {
  const segments = segmentsOf(to.coordinates, to.type === 'Point' || to.type === 'MultiPoint');
  let nearest = Infinity;
  for (const position of positionsOf(from.coordinates)) {
    for (const [start, end] of segments)
      nearest = Math.min(nearest, metresOf(position, nearestOn(position, start, end)));
  }
  return nearest;
};

const segmentsOf = (coordinates: unknown, isPoints: boolean): readonly (readonly [Position, Position])[] => {
  if (!Array.isArray(coordinates)) return [];
  if (isPosition(coordinates)) return [[coordinates, coordinates]];
  if (!isPoints && isNested(coordinates, 1)) {
    const line = coordinates as readonly Position[];
    return line.slice(1).map((end, index) => [line[index] ?? end, end] as const);
  }
  return coordinates.flatMap((part) => segmentsOf(part, isPoints));
};

/** Nearest point of a segment, in a plane that is true to scale around the position. */
const nearestOn = (position: Position, start: Position, end: Position): Position => {
  const shrink = Math.cos((position[1] * Math.PI) / 180);
  const alongX = (end[0] - start[0]) * shrink;
  const alongY = end[1] - start[1];
  const length = alongX ** 2 + alongY ** 2;
  if (length === 0) return start;
  const share = ((position[0] - start[0]) * shrink * alongX + (position[1] - start[1]) * alongY) / length;
  const clamped = Math.min(1, Math.max(0, share));
  return [start[0] + clamped * (end[0] - start[0]), start[1] + clamped * (end[1] - start[1])];
};
