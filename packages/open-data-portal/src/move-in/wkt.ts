import type { Geometry } from '../catalogue/dataset.ts';

type Position = readonly [number, number];

const readPosition = (text: string): Position | undefined => {
  const [x, y, ...others] = text.trim().split(/\s+/u).map(Number);
  if (x === undefined || y === undefined || others.length > 1) return undefined;
  const isOnEarth = Math.abs(x) <= 180 && Math.abs(y) <= 90;
  return isOnEarth ? [x, y] : undefined;
};

const closed = (ring: readonly Position[]): readonly Position[] => {
  const [first] = ring;
  const last = ring.at(-1);
  if (first === undefined || last === undefined) return ring;
  return first[0] === last[0] && first[1] === last[1] ? ring : [...ring, first];
};

/** Twice the area; positive if the ring runs counter-clockwise. */
const signedArea = (ring: readonly Position[]): number =>
  ring.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length] ?? [x, y];
    return sum + x * nextY - nextX * y;
  }, 0);

const readRing = (text: string, isOuter: boolean): readonly Position[] | undefined => {
  const positions = text.split(',').map(readPosition);
  if (!positions.every((position) => position !== undefined)) return undefined;
  const ring = closed(positions);
  if (ring.length < 4) return undefined;
  // RFC 7946: the outer ring counter-clockwise, holes clockwise.
  return signedArea(ring) > 0 === isOuter ? ring : ring.toReversed();
};

const readPolygon = (text: string): Geometry | undefined => {
  const rings = [...text.matchAll(/\(([^()]*)\)/gu)].map(([, ring = ''], index) =>
    readRing(ring, index === 0),
  );
  if (rings.length === 0 || !rings.every((ring) => ring !== undefined)) return undefined;
  return { type: 'Polygon', coordinates: rings };
};

/** Reads POINT and POLYGON of WKT in degrees, longitude first; an open ring is closed. */
export const readWkt = (text: string): Geometry | undefined => {
  const [, kind = '', body = ''] = /^\s*(POINT|POLYGON)\s*\((.{1,1000000})\)\s*$/isu.exec(text) ?? [];
  if (kind.toUpperCase() === 'POLYGON') return readPolygon(body);
  const position = kind === '' ? undefined : readPosition(body);
  return position === undefined ? undefined : { type: 'Point', coordinates: position };
};
