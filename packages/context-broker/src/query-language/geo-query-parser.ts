import type { CompiledContext } from '@allmende/jsonld';
import { isGeometry } from './geometry.ts';
import { invalidParameter } from './problems.ts';
import type { GeoQuery, GeoRelation } from './query.ts';

/** The geo-query parameters as a user gave them; coordinates as JSON text or array. */
export interface GeoParameters {
  readonly georel?: string | undefined;
  readonly geometry?: string | undefined;
  readonly coordinates?: unknown;
  readonly geoproperty?: string | undefined;
}

const relationNames: ReadonlySet<string> = new Set<GeoRelation>([
  'near',
  'within',
  'contains',
  'overlaps',
  'intersects',
  'equals',
  'disjoint',
]);

const isRelation = (name: string): name is GeoRelation => relationNames.has(name);

/** Parses a geo-query (§4.10); undefined when none of georel, geometry and coordinates is given. */
export const parseGeoQuery = (given: GeoParameters, context: CompiledContext): GeoQuery | undefined => {
  const { georel, geometry: type, coordinates } = given;
  if (georel === undefined && type === undefined && coordinates === undefined) return undefined;
  if (georel === undefined || type === undefined || coordinates === undefined) {
    throw invalidParameter('georel', 'georel, geometry and coordinates are needed together');
  }
  const geometry = { type, coordinates: parseCoordinates(coordinates) };
  if (!isGeometry(geometry)) throw invalidParameter('coordinates', `not the coordinates of a ${type}`);
  const relation = parseRelation(georel);
  return { ...relation, geometry, geoproperty: context.expand(given.geoproperty ?? 'location') };
};

const parseCoordinates = (given: unknown): unknown => {
  if (typeof given !== 'string') return given;
  if (given.length > 200_000) throw invalidParameter('coordinates', 'too long');
  try {
    return JSON.parse(given) as unknown;
  } catch {
    throw invalidParameter('coordinates', 'not a JSON array');
  }
};

const parseRelation = (georel: string): Pick<GeoQuery, 'relation' | 'minDistance' | 'maxDistance'> => {
  const [relation = '', ...modifiers] = georel.split(';');
  if (!isRelation(relation)) throw invalidParameter('georel', `unknown relation "${relation}"`);
  if (relation !== 'near') {
    if (modifiers.length > 0) throw invalidParameter('georel', `${relation} takes no distance`);
    return { relation };
  }
  const distances = Object.fromEntries(modifiers.map(parseDistance));
  if (modifiers.length !== 1)
    throw invalidParameter('georel', 'near needs one of maxDistance== and minDistance==');
  return { relation, ...distances };
};

const parseDistance = (modifier: string): readonly [string, number] => {
  const found = /^(maxDistance|minDistance)==(\d+(?:\.\d+)?)$/u.exec(modifier);
  if (found?.[1] === undefined || !(Number(found[2]) > 0))
    throw invalidParameter('georel', `"${modifier}" is not a distance in metres`);
  return [found[1], Number(found[2])];
};
