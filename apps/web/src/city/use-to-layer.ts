import type { MapFeature, MapLayer } from '@allmende/design-system';
import type { Entity } from '../api/entity.ts';
import { useLanguage } from '../i18n/index.ts';
import { useTheme } from '../theme/theme.tsx';
import { cityType } from './city-type.ts';
import { measuredName } from './counting-period.ts';
import { entityName, entityPosition, headlineValue } from './describe-entity.ts';
import { useQuantityText } from './use-quantity-text.ts';
import { useUnits } from './use-units.ts';
import { scaleStroke, valueColor } from './value-scale.ts';

/** Makes the point layer of a type: coloured by value, with what there is to say of each point. */
export const useToLayer = (
  types: readonly string[],
): ((type: string, entities: readonly Entity[], visible: boolean) => MapLayer) => {
  const { language } = useLanguage();
  const isDark = useTheme().theme === 'dark';
  const unitOf = useUnits(types);
  const quantityText = useQuantityText();
  const wordsOf = (entity: Entity): Partial<MapFeature> => {
    const headline = headlineValue(entity);
    if (headline === undefined) return {};
    const { attribute, value } = headline;
    const words = quantityText(attribute, value, unitOf(entity.type, attribute));
    const detail = `${measuredName(attribute, language, entity)}: ${words}`;
    return typeof value === 'number' ? { detail, value: words } : { detail };
  };
  return (type, entities, visible) => {
    const { color, radius, names } = cityType(type);
    const stroke = scaleStroke(type, isDark);
    const features = entities.flatMap((entity) => {
      const position = entityPosition(entity);
      if (position === undefined) return [];
      const fill = valueColor(entity, isDark);
      return [
        {
          id: entity.id,
          label: entityName(entity),
          kind: names[language],
          position,
          ...wordsOf(entity),
          ...(fill === undefined ? {} : { color: fill }),
        },
      ];
    });
    return { id: type, color, radius, visible, features, ...(stroke === undefined ? {} : { stroke }) };
  };
};
