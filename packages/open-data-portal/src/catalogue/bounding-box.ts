import type { Geometry, Location } from './dataset.ts';

/** West, south, east, north in degrees. */
export type Bbox = NonNullable<Location['bbox']>;

type Position = readonly [number, number];

const isPosition = (value: readonly unknown[]): boolean =>
  typeof value[0] === 'number' && typeof value[1] === 'number';

/** Positions of nested coordinates; GeoJSON nests four lists at most. */
const positionsOf = (coordinates: unknown, depth = 4): readonly Position[] => {
  if (!Array.isArray(coordinates) || depth === 0) return [];
  const list: readonly unknown[] = coordinates;
  const [x, y] = list;
  if (isPosition(list) && typeof x === 'number' && typeof y === 'number') return [[x, y]];
  return list.flatMap((part) => positionsOf(part, depth - 1));
};

/** The rectangle around a geometry; undefined where it has no position. */
export const bboxOf = ({ coordinates }: Geometry): Bbox | undefined => {
  const positions = positionsOf(coordinates);
  if (positions.length === 0) return undefined;
  const start: Bbox = [Infinity, Infinity, -Infinity, -Infinity];
  return positions.reduce<Bbox>(
    ([west, south, east, north], [x, y]) => [
      Math.min(west, x),
      Math.min(south, y),
      Math.max(east, x),
      Math.max(north, y),
    ],
    start,
  );
};

/** The rectangle that a place has, or that lies around its geometry. */
export const bboxOfLocation = ({ bbox, geometry }: Location): Bbox | undefined =>
  bbox ?? (geometry === undefined ? undefined : bboxOf(geometry));

/** The corners of a rectangle, against the clock and closed. */
export const cornersOf = ([west, south, east, north]: Bbox): readonly Position[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];

export const polygonOf = (bbox: Bbox): Geometry => ({ type: 'Polygon', coordinates: [cornersOf(bbox)] });
