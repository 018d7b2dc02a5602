import type { FeatureCollection, Geometry, MultiPolygon, Polygon } from 'geojson';

/** Longitude and latitude, WGS84. */
export type Position = readonly [longitude: number, latitude: number];

/** A point on the map. */
export interface MapFeature {
  readonly id: string;
  readonly label: string;
  readonly position: Position;
  /** What it is, and what there is to say of it; both are told when pointed at. */
  readonly kind?: string;
  readonly detail?: string;
  /** Written beside the point when the map is close enough. */
  readonly value?: string;
  /** Colour of its value; its layer's where absent. */
  readonly color?: string | undefined;
}

/** Points drawn alike. */
export interface MapLayer {
  readonly id: string;
  readonly color: string;
  /** Edge of the points; that of the ground where absent. */
  readonly stroke?: string;
  readonly radius: number;
  readonly visible: boolean;
  readonly features: readonly MapFeature[];
}

/** A named polygon of the base map (district); GeoJSON Polygon or MultiPolygon. */
export interface MapArea {
  readonly id: string;
  readonly label: string;
  readonly geometry: {
    readonly type: 'Polygon' | 'MultiPolygon';
    readonly coordinates: readonly unknown[];
  };
}

type Collection = FeatureCollection<Geometry, Omit<MapFeature, 'position'>>;

/** Points as GeoJSON. */
export const toPoints = (features: readonly MapFeature[]): Collection => ({
  type: 'FeatureCollection',
  features: features.map(({ position, ...properties }) => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [...position] },
    properties,
  })),
});

/** Areas as GeoJSON. */
export const toAreas = (areas: readonly MapArea[]): Collection => ({
  type: 'FeatureCollection',
  features: areas.map(({ id, label, geometry }) => ({
    type: 'Feature',
    geometry: geometry as Polygon | MultiPolygon,
    properties: { id, label },
  })),
});

/** One point per area, where its name is written: the middle of its largest part. */
export const toAreaNames = (areas: readonly MapArea[]): Collection => ({
  type: 'FeatureCollection',
  features: areas.flatMap(({ id, label, geometry }) => {
    const largest = outlinesOf(geometry)
      .map(centreOf)
      .sort((a, b) => b.size - a.size)[0];
    if (largest === undefined) return [];
    return [
      {
        type: 'Feature' as const,
        geometry: { type: 'Point' as const, coordinates: [...largest.centre] },
        properties: { id, label },
      },
    ];
  }),
});

/** The outer ring of each part of an area. */
const outlinesOf = ({ type, coordinates }: MapArea['geometry']): readonly (readonly Position[])[] => {
  const parts = type === 'Polygon' ? [coordinates] : coordinates;
  return parts
    .map((part) => positionsIn(Array.isArray(part) ? part[0] : []))
    .filter((ring) => ring.length > 2);
};

/** Centre of gravity and size of a ring. */
const centreOf = (ring: readonly Position[]): { readonly centre: Position; readonly size: number } => {
  const [origin = [0, 0] as const] = ring;
  let [doubled, x, y] = [0, 0, 0];
  for (const [index, [x1, y1]] of ring.entries()) {
    const [x2, y2] = ring[index + 1] ?? origin;
    const cross = (x1 - origin[0]) * (y2 - origin[1]) - (x2 - origin[0]) * (y1 - origin[1]);
    doubled += cross;
    x += (x1 + x2 + origin[0]) * cross;
    y += (y1 + y2 + origin[1]) * cross;
  }
  const centre: Position = doubled === 0 ? origin : [x / (3 * doubled), y / (3 * doubled)];
  return { centre, size: Math.abs(doubled) };
};

/** The corners of an area being drawn, joined to a line and, from three on, to the area itself. */
export const toSketch = (corners: readonly Position[]): Collection => {
  const [first] = corners;
  const path = corners.map((corner) => [...corner]);
  const shapes: readonly Geometry[] = [
    ...path.map((coordinates): Geometry => ({ type: 'Point', coordinates })),
    ...(path.length === 2 ? [{ type: 'LineString' as const, coordinates: path }] : []),
    ...(first !== undefined && path.length > 2
      ? [{ type: 'Polygon' as const, coordinates: [[...path, [...first]]] }]
      : []),
  ];
  return {
    type: 'FeatureCollection',
    features: shapes.map((geometry) => ({ type: 'Feature', geometry, properties: { id: '', label: '' } })),
  };
};

/** South-west and north-east corner around all positions; undefined when there are none. */
export const boundsOf = (
  areas: readonly MapArea[],
  layers: readonly MapLayer[],
): readonly [Position, Position] | undefined => {
  const fromAreas = areas.flatMap(({ geometry }) => positionsIn(geometry.coordinates));
  const fromPoints = layers.flatMap(({ features }) => features.map(({ position }) => position));
  const positions = fromAreas.length > 0 ? fromAreas : fromPoints;
  if (positions.length === 0) return undefined;
  const longitudes = positions.map(([longitude]) => longitude);
  const latitudes = positions.map(([, latitude]) => latitude);
  const lowest = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b));
  const highest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b));
  return [
    [lowest(longitudes), lowest(latitudes)],
    [highest(longitudes), highest(latitudes)],
  ];
};

const positionsIn = (value: unknown): readonly Position[] => {
  if (!Array.isArray(value)) return [];
  const [first, second] = value as unknown[];
  if (typeof first === 'number' && typeof second === 'number') return [[first, second]];
  return value.flatMap(positionsIn);
};
