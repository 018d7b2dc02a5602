import { isJsonObject } from '@allmende/kernel';
import type { Polygon } from './alert-rule.ts';

type Position = readonly [number, number];
type Ring = readonly Position[];
type Segment = readonly [Position, Position];

/** What a GeoJSON geometry is made of. */
interface Shape {
  readonly points: readonly Position[];
  readonly segments: readonly Segment[];
  readonly areas: readonly (readonly Ring[])[];
}

/** About a tenth of a millimetre in degrees: rounding must not push a point off the border it lies on. */
const toleranceDegrees = 1e-9;

const positionOf = (value: unknown): Position | undefined => {
  if (!Array.isArray(value)) return undefined;
  const [longitude, latitude]: readonly unknown[] = value;
  return Number.isFinite(longitude) && Number.isFinite(latitude)
    ? [Number(longitude), Number(latitude)]
    : undefined;
};

/** Every member read, or undefined when one cannot be. */
const listOf = <Member>(
  value: unknown,
  read: (member: unknown) => Member | undefined,
): readonly Member[] | undefined => {
  if (!Array.isArray(value)) return undefined;
  const members: Member[] = [];
  for (const member of value) {
    const one = read(member);
    if (one === undefined) return undefined;
    members.push(one);
  }
  return members;
};

const lineOf = (value: unknown): Ring | undefined => listOf(value, positionOf);
const areaOf = (value: unknown): readonly Ring[] | undefined => listOf(value, lineOf);

const segmentsOf = (line: Ring): readonly Segment[] =>
  line.slice(1).map((end, index) => [line[index] ?? end, end]);

const ofLines = (lines: readonly Ring[] | undefined): Shape | undefined =>
  lines === undefined ? undefined : { points: lines.flat(), segments: lines.flatMap(segmentsOf), areas: [] };

const ofAreas = (areas: readonly (readonly Ring[])[] | undefined): Shape | undefined => {
  const outline = ofLines(areas?.flat());
  return areas === undefined || outline === undefined ? undefined : { ...outline, areas };
};

const onlyMember = <Member>(member: Member | undefined): readonly Member[] | undefined =>
  member === undefined ? undefined : [member];

const simpleShapeOf = (type: unknown, coordinates: unknown): Shape | undefined => {
  switch (type) {
    case 'Point':
      return ofLines(onlyMember(onlyMember(positionOf(coordinates))));
    case 'MultiPoint':
      return ofLines(lineOf(coordinates)?.map((point) => [point]));
    case 'LineString':
      return ofLines(onlyMember(lineOf(coordinates)));
    case 'MultiLineString':
      return ofLines(areaOf(coordinates));
    case 'Polygon':
      return ofAreas(onlyMember(areaOf(coordinates)));
    case 'MultiPolygon':
      return ofAreas(listOf(coordinates, areaOf));
    default:
      return undefined;
  }
};

/** Collections in collections are not read: RFC 7946 §3.1.8 advises against them. */
const shapeOf = (value: unknown): Shape | undefined => {
  if (!isJsonObject(value)) return undefined;
  if (value['type'] !== 'GeometryCollection') return simpleShapeOf(value['type'], value['coordinates']);
  const shapes = listOf(value['geometries'], (member) =>
    isJsonObject(member) ? simpleShapeOf(member['type'], member['coordinates']) : undefined,
  );
  return shapes === undefined
    ? undefined
    : {
        points: shapes.flatMap(({ points }) => points),
        segments: shapes.flatMap(({ segments }) => segments),
        areas: shapes.flatMap(({ areas }) => areas),
      };
};

const isOnSegment = ([x, y]: Position, [[x1, y1], [x2, y2]]: Segment): boolean => {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const lengthSquared = dx * dx + dy * dy;
  const along = lengthSquared === 0 ? 0 : ((x - x1) * dx + (y - y1) * dy) / lengthSquared;
  const nearest = Math.min(1, Math.max(0, along));
  return Math.hypot(x - x1 - nearest * dx, y - y1 - nearest * dy) <= toleranceDegrees;
};

/** Even-odd rule over all rings, so holes are outside; the border of rings and holes counts as inside. */
const isInArea = (point: Position, rings: readonly Ring[]): boolean => {
  const [x, y] = point;
  let isInside = false;
  for (const segment of rings.flatMap(segmentsOf)) {
    if (isOnSegment(point, segment)) return true;
    const [[x1, y1], [x2, y2]] = segment;
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) isInside = !isInside;
  }
  return isInside;
};

const sideOf = ([[x1, y1], [x2, y2]]: Segment, [x, y]: Position): number =>
  Math.sign((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1));

/** Whether two segments cross; ends that touch are found as points on the border. */
const areCrossing = (left: Segment, right: Segment): boolean =>
  sideOf(left, right[0]) * sideOf(left, right[1]) < 0 && sideOf(right, left[0]) * sideOf(right, left[1]) < 0;

const isMeeting = (segment: Segment, border: readonly Segment[]): boolean =>
  border.some((edge) => areCrossing(segment, edge) || isOnSegment(edge[0], segment));

/** Whether a segment's box and the box of the positions overlap: spares the costly look at most segments. */
const isNear = (positions: readonly Position[]): ((segment: Segment) => boolean) => {
  const [west, south] = positions.reduce(([x1, y1], [x2, y2]) => [Math.min(x1, x2), Math.min(y1, y2)]);
  const [east, north] = positions.reduce(([x1, y1], [x2, y2]) => [Math.max(x1, x2), Math.max(y1, y2)]);
  return ([[x1, y1], [x2, y2]]) =>
    Math.max(x1, x2) >= west - toleranceDegrees &&
    Math.min(x1, x2) <= east + toleranceDegrees &&
    Math.max(y1, y2) >= south - toleranceDegrees &&
    Math.min(y1, y2) <= north + toleranceDegrees;
};

/**
 * Whether any part of a GeoJSON geometry lies in the polygon, whose border belongs to it and whose holes do
 * not; undefined when the value is no geometry. Plane geometry in degrees: shapes across the 180th meridian
 * must be split (RFC 7946 §3.1.9).
 */
export const isTouching = (geometry: unknown, polygon: Polygon): boolean | undefined => {
  const shape = shapeOf(geometry);
  const fence = areaOf(polygon.coordinates);
  const corners = fence?.flat() ?? [];
  if (shape === undefined || shape.points.length === 0 || fence === undefined || corners.length === 0) {
    return undefined;
  }
  const border = fence.flatMap(segmentsOf);
  const isNearFence = isNear(corners);
  return (
    shape.points.some((point) => isNearFence([point, point]) && isInArea(point, fence)) ||
    shape.segments.some((segment) => isNearFence(segment) && isMeeting(segment, border)) ||
    shape.areas.some((area) => corners.some((corner) => isInArea(corner, area)))
  );
};

/** The position of a GeoJSON point; undefined for anything else. */
export const pointOf = (
  geometry: unknown,
): { readonly type: 'Point'; readonly coordinates: Position } | undefined => {
  if (!isJsonObject(geometry) || geometry['type'] !== 'Point') return undefined;
  const coordinates = positionOf(geometry['coordinates']);
  return coordinates === undefined ? undefined : { type: 'Point', coordinates };
};
