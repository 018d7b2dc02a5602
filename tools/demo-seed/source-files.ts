import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A GeoJSON feature as the sources carry it; `Geometry` is the shape of `geometry`. */
export interface Feature<Geometry, Properties> {
  readonly geometry: Geometry;
  readonly properties: Properties;
}

export interface Point {
  readonly type: 'Point';
  readonly coordinates: readonly [number, number];
}

/** Where a place lies, WGS84, six decimals (0.1 m). */
export interface Position {
  readonly lon: number;
  readonly lat: number;
}

/** Where a seed file comes from; every file carries one per kind of source. */
export interface Provenance {
  readonly source: string;
  readonly licence: string;
  readonly attribution: string;
  readonly madeFrom: string;
}

export const cityLicence = 'https://www.govdata.de/dl-de/by-2-0';
export const cityAttribution =
  'Datenquelle: Stadt Münster, Datenlizenz Deutschland – Namensnennung – Version 2.0 (www.govdata.de/dl-de/by-2-0)';

export const round = (value: number, decimals: number): number => Number(value.toFixed(decimals));

export const position = ([lon, lat]: readonly [number, number]): Position => ({
  lon: round(lon, 6),
  lat: round(lat, 6),
});

/** Features of a GeoJSON file of the source folder; the caller names the shape it relies on. */
export const readFeatures = <Geometry, Properties>(
  folder: string,
  file: string,
): readonly Feature<Geometry, Properties>[] => JSON.parse(readFileSync(join(folder, file), 'utf8')).features;

/** Rows of a delimited file (gzipped when so named), without its header; the sources used here have no quotes. */
export function* readRows(folder: string, file: string, separator: string): Generator<readonly string[]> {
  const bytes = readFileSync(join(folder, file));
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  let start = text.indexOf('\n') + 1;
  while (start > 0 && start < text.length) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end < 0 ? text.length : end).replace(/\r$/, '');
    if (line !== '') yield line.split(separator);
    start = end < 0 ? text.length : end + 1;
  }
}

/** Local calendar day (days since 1970-01-01), month 0–11 and hour of an ISO time that carries its offset. */
export const localParts = (timestamp: string): { epochDay: number; month: number; hour: number } => ({
  epochDay: Date.parse(`${timestamp.slice(0, 10)}T00:00Z`) / 86_400_000,
  month: Number(timestamp.slice(5, 7)) - 1,
  hour: Number(timestamp.slice(11, 13)),
});
