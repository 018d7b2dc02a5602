import type { MapArea, MapFeature } from '@allmende/design-system';
import type { Location } from '../../api/portal.ts';
import { boxCorners } from './box.ts';
import { isPosition } from './position.ts';

/** What of a spatial coverage can be drawn. */
export interface Coverage {
  readonly areas: readonly MapArea[];
  readonly points: readonly MapFeature[];
}

const areaOf = ({ geometry, bbox, label = '' }: Location, id: string): MapArea | undefined => {
  if (geometry !== undefined && Array.isArray(geometry.coordinates)) {
    const { type, coordinates } = geometry;
    if (type === 'Polygon' || type === 'MultiPolygon') return { id, label, geometry: { type, coordinates } };
  }
  if (bbox === undefined) return undefined;
  const corners = boxCorners(bbox);
  return {
    id,
    label,
    geometry: { type: 'Polygon', coordinates: [[...corners, ...corners.slice(0, 1)].map((one) => [...one])] },
  };
};

/** The areas and points that a data set tells of; a place known by its name alone is not drawn. */
export const coverageOf = (places: readonly Location[]): Coverage => ({
  areas: places.flatMap((place, index) => areaOf(place, `area-${String(index)}`) ?? []),
  points: places.flatMap(({ geometry, label = '' }, index) =>
    geometry?.type === 'Point' && isPosition(geometry.coordinates)
      ? [{ id: `point-${String(index)}`, label, position: geometry.coordinates }]
      : [],
  ),
});
