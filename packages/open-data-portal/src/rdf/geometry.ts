import { bboxOf, cornersOf, polygonOf, type Bbox } from '../catalogue/bounding-box.ts';
import type { Geometry } from '../catalogue/dataset.ts';

export const isSameBbox = (one: Bbox, other: Bbox): boolean =>
  one.every((side, index) => side === other[index]);

/** The rectangle as WKT in CRS84, against the clock. */
export const bboxToWkt = (bbox: Bbox): string =>
  `POLYGON((${cornersOf(bbox)
    .map((corner) => corner.join(' '))
    .join(',')}))`;

const wktTypes: Readonly<Record<string, string>> = {
  POINT: 'Point',
  LINESTRING: 'LineString',
  POLYGON: 'Polygon',
  MULTIPOINT: 'MultiPoint',
  MULTILINESTRING: 'MultiLineString',
  MULTIPOLYGON: 'MultiPolygon',
};

/** The lists of WKT as JSON: positions become lists, and lists keep their brackets. */
const coordinatesOf = (body: string): unknown => {
  const number = String.raw`-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?`;
  const position = new RegExp(String.raw`${number}(?:\s+${number})+`, 'gu');
  const json = body
    .replace(position, (text) => `[${text.trim().split(/\s+/u).map(Number).slice(0, 2).join(',')}]`)
    .replaceAll('(', '[')
    .replaceAll(')', ']');
  return JSON.parse(json);
};

const envelope = (body: string): Geometry | undefined => {
  // ENVELOPE(west, east, north, south) of CQL and ISO portals.
  const [west, east, north, south] = body.replace(/[()]/gu, '').split(',').map(Number);
  const sides = [west, east, north, south];
  if (west === undefined || east === undefined || north === undefined || south === undefined)
    return undefined;
  if (!sides.every(Number.isFinite)) return undefined;
  return polygonOf([west, south, east, north]);
};

/** A geometry written as WKT in CRS84 (other reference systems are left out); undefined where it is none. */
export const geometryOfWkt = (text: string): Geometry | undefined => {
  const match = /^\s*(?:<([^>]*)>\s*)?([A-Z]+)\s*(?:Z|M|ZM)?\s*(\(.*\))\s*$/isu.exec(text);
  if (match === null || text.length > 1_000_000) return undefined;
  const [, system = '', name = '', body = ''] = match;
  if (system !== '' && !/CRS84$/u.test(system)) return undefined;
  if (name.toUpperCase() === 'ENVELOPE') return envelope(body);
  const type = wktTypes[name.toUpperCase()];
  if (type === undefined) return undefined;
  try {
    const coordinates = coordinatesOf(body);
    const isPoint = type === 'Point' && Array.isArray(coordinates);
    const geometry = { type, coordinates: isPoint ? (coordinates[0] as unknown) : coordinates };
    return bboxOf(geometry) === undefined ? undefined : geometry;
  } catch {
    return undefined;
  }
};
