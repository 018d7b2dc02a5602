import type { MapArea, MapLayer } from '@allmende/design-system';
import type { Entity } from '../api/entity.ts';
import { cityType } from './city-type.ts';
import { entityName, entityPosition } from './describe-entity.ts';

/** The point layer of a type. */
export const toLayer = (type: string, entities: readonly Entity[], visible: boolean): MapLayer => {
  const { color, radius } = cityType(type);
  const features = entities.flatMap((entity) => {
    const position = entityPosition(entity);
    return position === undefined ? [] : [{ id: entity.id, label: entityName(entity), position }];
  });
  return { id: type, color, radius, visible, features };
};

/** The areas of entities with a polygon as their location. */
export const toMapAreas = (entities: readonly Entity[]): readonly MapArea[] =>
  entities.flatMap((entity) => {
    const geometry = entity['location'] as Partial<MapArea['geometry']> | undefined;
    const { type, coordinates } = geometry ?? {};
    if ((type !== 'Polygon' && type !== 'MultiPolygon') || !Array.isArray(coordinates)) return [];
    return [{ id: entity.id, label: entityName(entity), geometry: { type, coordinates } }];
  });
