import type { DashboardTile } from '../../api/dashboards.ts';
import type { Entity } from '../../api/entity.ts';
import { attributeName, cityType, entityName, headlineValue } from '../../city/index.ts';
import type { Language } from '@allmende/design-system';

const shownTypes = 4;

/** Tiles that show the first entities of measured types in every way, to begin with and to change. */
export const exampleTiles = (samples: readonly Entity[], language: Language): readonly DashboardTile[] => {
  const measured = samples.flatMap((entity) => {
    const headline = headlineValue(entity);
    return typeof headline?.value === 'number' ? [{ entity, attribute: headline.attribute }] : [];
  });
  const [first] = measured;
  if (first === undefined) return [];
  const of = ({ entity, attribute }: typeof first) => ({
    entityType: entity.type,
    entityId: entity.id,
    attribute,
  });
  const typeName = cityType(first.entity.type).names[language];
  const tiles: readonly Omit<DashboardTile, 'id'>[] = [
    ...measured.slice(0, shownTypes).map((one) => ({
      kind: 'trend' as const,
      title: `${entityName(one.entity)}: ${attributeName(one.attribute, language)}`,
      width: 3,
      ...of(one),
    })),
    { kind: 'chart', title: entityName(first.entity), width: 6, ...of(first) },
    { kind: 'map', title: typeName, width: 6, entityType: first.entity.type },
    {
      kind: 'table',
      title: typeName,
      width: 12,
      entityType: first.entity.type,
      attribute: first.attribute,
    },
  ];
  return tiles.map((tile, index) => ({ id: `tile-${String(index + 1)}`, ...tile }));
};
