import type { Connection } from '@allmende/database';
import { boundsOf, isGeometry, matchesGeo, type Bounds } from '../query-language/geometry.ts';
import type { GeoQuery } from '../query-language/query.ts';
import type { AttributeInstance } from './entity.ts';
import { LOCATION } from './location.ts';
import { nameInDocument } from './sql-entity-row.ts';

/** The R*Tree over the locations of entities (table entity_location). */
export interface LocationIndex {
  /** Pks of the entities in the box whose location fulfils the query; undefined when there are too many to look at. */
  matching(box: Bounds, geo: GeoQuery): readonly number[] | undefined;
}

/** More than these in a box are not worth looking at one by one: a scan finds a page of them soon. */
const boxLimit = 5000;

const isThere = (stored: unknown, geo: GeoQuery): boolean =>
  (Array.isArray(stored) ? stored : [stored]).some(
    (instance: unknown) =>
      typeof instance === 'object' &&
      instance !== null &&
      'value' in instance &&
      matchesGeo(instance.value, geo),
  );

const degrees = Math.PI / 180;
const earthRadius = 6_371_008.8;
/** Boxes are kept as 32-bit numbers, rounded outwards. */
const marginMetres = 2;

/** Distance in metres along the sphere, as `matchesGeo` measures it between points. */
const metresBetween = (x1: number, y1: number, x2: number, y2: number): number => {
  const byY = Math.sin(((y2 - y1) * degrees) / 2) ** 2;
  const byX = Math.sin(((x2 - x1) * degrees) / 2) ** 2;
  const a = byY + byX * Math.cos(y1 * degrees) * Math.cos(y2 * degrees);
  return 2 * earthRadius * Math.atan2(Math.sqrt(a), Math.sqrt(1 - a));
};

/** Whether all that lies in a box fulfils a query for what is near a point, or nothing; undefined when it depends. */
export const verdictOfBox = (box: Bounds, { relation, geometry, ...geo }: GeoQuery): boolean | undefined => {
  const [x, y] = geometry.type === 'Point' ? (geometry.coordinates as readonly number[]) : [];
  if (relation !== 'near' || x === undefined || y === undefined) return undefined;
  const [middleX, middleY] = [(box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2];
  const reach = metresBetween(middleX, middleY, box.maxX, box.maxY) + marginMetres;
  // In a large box on a sphere the corner is not the point that is furthest from the middle.
  if (reach > 1000) return undefined;
  const distance = metresBetween(middleX, middleY, x, y);
  const { maxDistance = Infinity, minDistance = 0 } = geo;
  if (distance + reach <= maxDistance && distance - reach >= minDistance) return true;
  return distance - reach > maxDistance || distance + reach < minDistance ? false : undefined;
};

export const createLocationIndex = (connection: Connection): LocationIndex => {
  const path = `$."${nameInDocument(LOCATION)}"`;
  /** A location that is more than one point is read from the entity. */
  const isExactlyThere = (pk: number, geo: GeoQuery): boolean => {
    const [point] = connection.rows('SELECT point FROM entity_location WHERE pk = ?', pk)[0] ?? [];
    if (typeof point === 'string') return matchesGeo(JSON.parse(point), geo);
    const [stored] =
      connection.rows('SELECT json_extract(doc, ?) FROM entities WHERE pk = ?', path, pk)[0] ?? [];
    return typeof stored === 'string' && isThere(JSON.parse(stored), geo);
  };
  return {
    matching: (box, geo) => {
      const rows = connection.rows(
        `SELECT pk, minX, maxX, minY, maxY FROM entity_location
         WHERE maxX >= ? AND minX <= ? AND maxY >= ? AND minY <= ? LIMIT ?`,
        box.minX,
        box.maxX,
        box.minY,
        box.maxY,
        boxLimit + 1,
      );
      if (rows.length > boxLimit) return undefined;
      return rows.flatMap(([key, minX, maxX, minY, maxY]) => {
        const pk = Number(key);
        const own = { minX: Number(minX), maxX: Number(maxX), minY: Number(minY), maxY: Number(maxY) };
        return (verdictOfBox(own, geo) ?? isExactlyThere(pk, geo)) ? [pk] : [];
      });
    },
  };
};

/** The box around all instances that are places, and the place itself where it is one point. */
interface Place {
  readonly box: Bounds;
  readonly point: string | null;
}

const union = (left: Bounds, right: Bounds): Bounds => ({
  minX: Math.min(left.minX, right.minX),
  maxX: Math.max(left.maxX, right.maxX),
  minY: Math.min(left.minY, right.minY),
  maxY: Math.max(left.maxY, right.maxY),
});

const placeOf = (instances: readonly AttributeInstance[] = []): Place | undefined => {
  const places = instances.flatMap(({ kind, value }): readonly Place[] => {
    if (kind !== 'GeoProperty' || !isGeometry(value)) return [];
    const box = boundsOf(value.coordinates);
    if (box === undefined) return [];
    return [{ box, point: value.type === 'Point' && instances.length === 1 ? JSON.stringify(value) : null }];
  });
  return places.length === 0
    ? undefined
    : places.reduce(({ box }, next) => ({ box: union(box, next.box), point: null }));
};

const isSamePlace = (left: Place | undefined, right: Place | undefined): boolean =>
  left === right ||
  (left !== undefined &&
    right !== undefined &&
    left.point === right.point &&
    left.box.minX === right.box.minX &&
    left.box.maxX === right.box.maxX &&
    left.box.minY === right.box.minY &&
    left.box.maxY === right.box.maxY);

/** Follows a write within its transaction; most writes leave a thing where it is. */
export const writeLocation = (
  connection: Connection,
  pk: number,
  before: readonly AttributeInstance[] | undefined,
  after: readonly AttributeInstance[] | undefined,
): void => {
  const [from, to] = [placeOf(before), placeOf(after)];
  if (isSamePlace(from, to)) return;
  if (from !== undefined) connection.prepare('DELETE FROM entity_location WHERE pk = ?').run(pk);
  if (to === undefined) return;
  const { box, point } = to;
  connection
    .prepare('INSERT INTO entity_location VALUES (?, ?, ?, ?, ?, ?)')
    .run(pk, box.minX, box.maxX, box.minY, box.maxY, point);
};
