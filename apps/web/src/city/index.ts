export { attributeName } from './attribute-name.ts';
export { cityType, districtType, orderTypes } from './city-type.ts';
export {
  attributeValues,
  entityName,
  entityPosition,
  headlineValue,
  type AttributeValue,
} from './describe-entity.ts';
export { unitSymbol } from './units.ts';
export { useCityEntities, useTypes } from './use-city-entities.ts';
