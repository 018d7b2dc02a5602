export { AttributeText } from './attribute-text.tsx';
export { attributeName } from './attribute-name.ts';
export { toldValue } from './closed-place.ts';
export { countingMinutes, measuredName } from './counting-period.ts';
export { cityType, districtType, orderTypes } from './city-type.ts';
export {
  attributeValues,
  entityName,
  entityPosition,
  headlineValue,
  valuesByName,
  type AttributeValue,
} from './describe-entity.ts';
export { LiveStatus } from './live-status.tsx';
export { toMapAreas } from './map-content.ts';
export { useAttribution } from './use-attribution.ts';
export { useToLayer } from './use-to-layer.ts';
export { useUnits } from './use-units.ts';
export { hollow, scaleColors, scaleStroke, valueScale, type ValueScale } from './value-scale.ts';
export { inputName, quantity, toSeries, type Quantity } from './quantity.ts';
export { useQuantityText } from './use-quantity-text.ts';
export { getAllEntities, useCityEntities, useTypes } from './use-city-entities.ts';
export { useEntitiesOf, useEntity, useTypeAttributes } from './use-entity.ts';
export { SourceNotice } from './source-notice.tsx';
export { useSourceWarnings } from './use-source-warnings.ts';
export { EntityReference } from './entity-reference.tsx';
export { useEntityName } from './use-entity-name.ts';
export { useLiveEntities } from './use-live-entities.ts';
export { useHistory, type HistorySpan } from './use-history.ts';
export { useValueText } from './use-value-text.ts';
