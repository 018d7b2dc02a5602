import { isJsonObject } from '@allmende/kernel';
import proj4 from 'proj4';

/** Definitions as in the EPSG registry; 31466 and 31467 with the 7-parameter shift of DHDN (about 1–3 m). */
const definitions: Readonly<Record<string, string>> = {
  'EPSG:4326': '+proj=longlat +datum=WGS84 +no_defs',
  'EPSG:4258': '+proj=longlat +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +no_defs',
  'EPSG:3857':
    '+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +no_defs',
  'EPSG:25832': '+proj=utm +zone=32 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs',
  'EPSG:25833': '+proj=utm +zone=33 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs',
  'EPSG:4647':
    '+proj=tmerc +lat_0=0 +lon_0=9 +k=0.9996 +x_0=32500000 +y_0=0 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs',
  'EPSG:31466':
    '+proj=tmerc +lat_0=0 +lon_0=6 +k=1 +x_0=2500000 +y_0=0 +ellps=bessel +towgs84=598.1,73.7,418.2,0.202,0.045,-2.455,6.7 +units=m +no_defs',
  'EPSG:31467':
    '+proj=tmerc +lat_0=0 +lon_0=9 +k=1 +x_0=3500000 +y_0=0 +ellps=bessel +towgs84=598.1,73.7,418.2,0.202,0.045,-2.455,6.7 +units=m +no_defs',
};

/** The coordinate systems that mapping files may name. */
export const knownCoordinateSystems: readonly string[] = Object.keys(definitions);

/** Longitude and latitude in degrees, WGS84. */
export type Wgs84Position = readonly [longitude: number, latitude: number];

/** To WGS84; nothing when the result is no place on Earth. */
export type ToWgs84 = (x: number, y: number) => Wgs84Position | undefined;

/** Seven decimals of a degree are about a centimetre. */
const rounded = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;

const checked = (longitude: number, latitude: number): Wgs84Position | undefined =>
  Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90
    ? [rounded(longitude), rounded(latitude)]
    : undefined;

/** The transformation from a known coordinate system (x east, y north; degrees or metres). */
export const toWgs84 = (coordinateSystem: string): ToWgs84 => {
  if (coordinateSystem === 'EPSG:4326') return checked;
  const projection = proj4(definitions[coordinateSystem] ?? coordinateSystem, definitions['EPSG:4326'] ?? '');
  return (x, y) => {
    if (!Number.isFinite(x) || !Number.isFinite(y)) return undefined;
    const [longitude = NaN, latitude = NaN] = projection.forward([x, y]);
    return checked(longitude, latitude);
  };
};

/** A GeoJSON geometry in WGS84 (RFC 7946). */
export interface Geometry {
  readonly type: string;
  readonly coordinates: unknown;
}

/** How deep the coordinates of a geometry type are nested. */
const depths: Readonly<Record<string, number>> = {
  Point: 0,
  MultiPoint: 1,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
};

const single: Readonly<Record<string, string>> = {
  MultiPoint: 'Point',
  MultiLineString: 'LineString',
  MultiPolygon: 'Polygon',
};

const transformed = (given: unknown, depth: number, transform: ToWgs84): unknown => {
  if (!Array.isArray(given)) return undefined;
  if (depth === 0) {
    const [x, y]: readonly unknown[] = given;
    return typeof x === 'number' && typeof y === 'number' ? transform(x, y) : undefined;
  }
  const parts = given.map((part) => transformed(part, depth - 1, transform));
  return parts.length === 0 || parts.includes(undefined) ? undefined : parts;
};

const sameEnds = (ring: readonly unknown[]): boolean => String(ring[0]) === String(ring.at(-1));

const ringsAreClosed = (coordinates: unknown, depth: number): boolean => {
  if (!Array.isArray(coordinates)) return false;
  if (depth > 1) return coordinates.every((part) => ringsAreClosed(part, depth - 1));
  return coordinates.length >= 4 && sameEnds(coordinates);
};

/** A geometry in WGS84 without heights, or why it is none; a single one becomes the wanted multiple one. */
export const readGeometry = (given: unknown, transform: ToWgs84, wanted?: string): Geometry | string => {
  if (!isJsonObject(given)) return 'is no GeoJSON geometry';
  const type = String(given['type']);
  const depth = Object.hasOwn(depths, type) ? depths[type] : undefined;
  if (depth === undefined) return `has the unknown geometry type ${type}`;
  const coordinates = transformed(given['coordinates'], depth, transform);
  if (coordinates === undefined) return 'has coordinates that are no place on Earth';
  if (type.endsWith('Polygon') && !ringsAreClosed(coordinates, depth)) return 'has a ring that is not closed';
  if (wanted === undefined || wanted === type) return { type, coordinates };
  if (single[wanted] === type) return { type: wanted, coordinates: [coordinates] };
  return `is a ${type} instead of a ${wanted}`;
};
