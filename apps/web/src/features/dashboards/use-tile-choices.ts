import type { Language, Option } from '@allmende/design-system';
import type { AttributeSummary } from '../../api/client.ts';
import type { TileKind } from '../../api/dashboards.ts';
import type { Entity } from '../../api/entity.ts';
import {
  attributeName,
  attributeValues,
  cityType,
  entityName,
  useEntitiesOf,
  useEntity,
  useTypeAttributes,
  type AttributeValue,
} from '../../city/index.ts';
import { useLanguage } from '../../i18n/index.ts';
import { isOfOneEntity } from './tiles.ts';

/** A tile being written; empty texts are not chosen yet. */
export interface TileDraft {
  readonly kind: TileKind;
  readonly title: string;
  readonly entityType: string;
  readonly entityId: string;
  readonly attribute: string;
}

export interface TileChoices {
  readonly entities: readonly Option[];
  readonly attributes: readonly Option[];
  readonly isAttributeShown: boolean;
  readonly isPending: boolean;
  /** Title from what is chosen so far; '' before a type is chosen. */
  readonly suggestedTitle: string;
}

/** What can be chosen next for a tile, and a title for what is chosen. */
export const useTileChoices = ({ kind, entityType, entityId, attribute }: TileDraft): TileChoices => {
  const { language } = useLanguage();
  const needsEntity = isOfOneEntity(kind);
  const entities = useEntitiesOf(needsEntity ? entityType : '');
  const entity = useEntity(needsEntity ? entityId : '');
  const ofType = useTypeAttributes(kind === 'table' ? entityType : '');
  const values = entity.data === undefined ? [] : attributeValues(entity.data);
  const names = needsEntity ? namesOfEntity(values, kind) : namesOfType(ofType.data ?? []);
  return {
    entities: (entities.data ?? [])
      .map((one) => ({ value: one.id, label: entityName(one) }))
      .sort((a, b) => a.label.localeCompare(b.label, language)),
    attributes: names.map((name) => ({ value: name, label: attributeName(name, language) })),
    isAttributeShown: kind === 'table' ? entityType !== '' : needsEntity && entity.data !== undefined,
    isPending: entities.isLoading || entity.isLoading || ofType.isLoading,
    suggestedTitle: suggestTitle(
      { entityType, attribute },
      (entities.data ?? []).find(({ id }) => id === entityId),
      language,
    ),
  };
};

/** Trends and charts need numbers; a value may be anything. */
const namesOfEntity = (values: readonly AttributeValue[], kind: TileKind): readonly string[] =>
  values.filter(({ value }) => kind === 'value' || typeof value === 'number').map(({ name }) => name);

const namesOfType = (attributes: readonly AttributeSummary[]): readonly string[] =>
  attributes.filter(({ kinds }) => !kinds.includes('GeoProperty')).map(({ name }) => name);

const suggestTitle = (
  { entityType, attribute }: Pick<TileDraft, 'entityType' | 'attribute'>,
  entity: Entity | undefined,
  language: Language,
): string => {
  const typeName = entityType === '' ? '' : cityType(entityType).names[language];
  const place = entity === undefined ? typeName : entityName(entity);
  return attribute === '' ? place : `${place}: ${attributeName(attribute, language)}`;
};
