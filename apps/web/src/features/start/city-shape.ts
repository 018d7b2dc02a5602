import type { MapArea, Position } from '@allmende/design-system';

/** The outline of a city's areas in a box of the given width. */
export interface CityShape {
  readonly width: number;
  readonly height: number;
  /** SVG paths, one per area. */
  readonly areas: readonly { readonly id: string; readonly path: string }[];
  /** Where a place lies in the box; undefined outside of it. */
  readonly place: (position: Position) => { readonly x: number; readonly y: number } | undefined;
}

const margin = 6;

/** Draws areas flat, as they look from above; undefined without any. */
export const cityShape = (areas: readonly MapArea[], width: number): CityShape | undefined => {
  const rings = areas.map(({ id, geometry }) => ({ id, rings: ringsIn(geometry.coordinates) }));
  const corners = rings.flatMap((area) => area.rings.flat());
  if (corners.length === 0) return undefined;
  const [west, east] = range(corners.map(([longitude]) => longitude));
  const [south, north] = range(corners.map(([, latitude]) => latitude));
  const narrowing = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = (width - 2 * margin) / Math.max((east - west) * narrowing, Number.EPSILON);
  const height = (north - south) * scale + 2 * margin;
  const project = ([longitude, latitude]: Position) => ({
    x: margin + (longitude - west) * narrowing * scale,
    y: margin + (north - latitude) * scale,
  });
  const pathOf = (ring: readonly Position[]): string =>
    `M${ring.map((corner) => pair(project(corner))).join('L')}Z`;
  return {
    width,
    height,
    areas: rings.map((area) => ({ id: area.id, path: area.rings.map(pathOf).join('') })),
    place: (position) => {
      const { x, y } = project(position);
      return x < 0 || y < 0 || x > width || y > height ? undefined : { x, y };
    },
  };
};

const pair = ({ x, y }: { readonly x: number; readonly y: number }): string =>
  `${x.toFixed(1)},${y.toFixed(1)}`;

const range = (values: readonly number[]): readonly [number, number] => [
  values.reduce((a, b) => Math.min(a, b)),
  values.reduce((a, b) => Math.max(a, b)),
];

/** All rings of a polygon or of many, however deep they lie. */
const ringsIn = (value: readonly unknown[]): readonly (readonly Position[])[] => {
  const isRing = value.every(isPosition);
  if (isRing && value.length > 0) return [value.filter(isPosition)];
  return value.flatMap((inner) => (Array.isArray(inner) ? ringsIn(inner as readonly unknown[]) : []));
};

const isPosition = (value: unknown): value is Position =>
  Array.isArray(value) && typeof value[0] === 'number' && typeof value[1] === 'number';
