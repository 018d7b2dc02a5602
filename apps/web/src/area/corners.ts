import type { Position } from '@allmende/design-system';
import type { Polygon } from '../api/alerts.ts';

/** The server takes rings of this many positions, the repeated first one included. */
const maxPositions = 1000;

/** Corners of an area, or the number of the line that cannot be read (from 1 on). */
export type Corners = { readonly corners: readonly Position[] } | { readonly badLine: number };

const dotted = /^(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)$/u;
const withComma = /^(-?\d+(?:,\d+)?)\s*[;\s]\s*(-?\d+(?:,\d+)?)$/u;

/** Reads one corner per line as latitude and longitude: `51.96, 7.62` or `51,96 7,62`; empty lines are skipped. */
export const parseCorners = (text: string): Corners => {
  const corners: Position[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const trimmed = line.trim();
    if (trimmed === '') continue;
    const corner = parseCorner(trimmed);
    if (corner === undefined) return { badLine: index + 1 };
    corners.push(corner);
  }
  return { corners };
};

const parseCorner = (line: string): Position | undefined => {
  const [, first, second] = withComma.exec(line) ?? dotted.exec(line) ?? [];
  if (first === undefined || second === undefined) return undefined;
  const [latitude, longitude] = [Number(first.replace(',', '.')), Number(second.replace(',', '.'))];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? [longitude, latitude] : undefined;
};

/** Corners as text, one per line. */
export const formatCorners = (corners: readonly Position[]): string =>
  corners.map(([longitude, latitude]) => `${round(latitude)}, ${round(longitude)}`).join('\n');

/** Five decimals are about a metre. */
const round = (degrees: number): string => String(Number(degrees.toFixed(5)));

/** What keeps corners from being an area; undefined when nothing does. */
export const cornersProblem = (corners: readonly Position[]): 'tooFew' | 'tooMany' | undefined => {
  const different = new Set(corners.map(String)).size;
  if (different < 3) return 'tooFew';
  return corners.length >= maxPositions ? 'tooMany' : undefined;
};

/** The closed polygon around corners, with closed rings as holes. */
export const toPolygon = (corners: readonly Position[], holes: Polygon['coordinates'] = []): Polygon => {
  const [first] = corners;
  return { type: 'Polygon', coordinates: [first === undefined ? [] : [...corners, first], ...holes] };
};

/** The corners of a polygon's outer border; the largest part of several. */
export const cornersOf = (geometry: {
  readonly type: string;
  readonly coordinates: unknown;
}): readonly Position[] => {
  const { type, coordinates } = geometry;
  const parts: readonly unknown[] =
    type === 'MultiPolygon' && Array.isArray(coordinates) ? coordinates : [coordinates];
  const rings = parts.map(outerRing);
  const largest = rings.reduce<readonly Position[]>(
    (best, ring) => (ring.length > best.length ? ring : best),
    [],
  );
  const isClosed = largest.length > 1 && String(largest[0]) === String(largest.at(-1));
  return isClosed ? largest.slice(0, -1) : largest;
};

const outerRing = (polygon: unknown): readonly Position[] => {
  const ring: unknown = Array.isArray(polygon) ? polygon[0] : undefined;
  return (Array.isArray(ring) ? ring : []).flatMap((position: unknown): readonly Position[] => {
    if (!Array.isArray(position)) return [];
    const [longitude, latitude] = position as readonly unknown[];
    return typeof longitude === 'number' && typeof latitude === 'number' ? [[longitude, latitude]] : [];
  });
};
