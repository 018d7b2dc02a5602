import type { MapArea } from '@allmende/design-system';
import type { Entity } from '../api/entity.ts';
import { entityName } from './describe-entity.ts';

/** The areas of entities with a polygon as their location. */
export const toMapAreas = (entities: readonly Entity[]): readonly MapArea[] =>
  entities.flatMap((entity) => {
    const geometry = entity['location'] as Partial<MapArea['geometry']> | undefined;
    const { type, coordinates } = geometry ?? {};
    if ((type !== 'Polygon' && type !== 'MultiPolygon') || !Array.isArray(coordinates)) return [];
    return [{ id: entity.id, label: entityName(entity), geometry: { type, coordinates } }];
  });
