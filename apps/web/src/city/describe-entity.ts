import type { Position } from '@allmende/design-system';
import type { Entity, NormalizedAttribute } from '../api/entity.ts';
import { cityType } from './city-type.ts';
import { toldValue } from './closed-place.ts';

/** An attribute ready to show. */
export interface AttributeValue {
  readonly name: string;
  readonly value: unknown;
  readonly unitCode: string | undefined;
  readonly observedAt: string | undefined;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What to call an entity: its name in plain text or, lacking one, the end of its id. */
export const entityName = (entity: Readonly<Record<string, unknown>> & { readonly id: string }): string => {
  for (const key of ['name', 'title']) {
    const given = entity[key];
    if (typeof given === 'string' && given !== '') return given;
  }
  return entity.id.split(':').slice(3).join(':') || entity.id;
};

/** Where a point entity lies; undefined for areas and entities without place. */
export const entityPosition = ({ location }: Entity): Position | undefined => {
  if (!isRecord(location) || location['type'] !== 'Point' || !Array.isArray(location['coordinates'])) {
    return undefined;
  }
  const [longitude, latitude] = location['coordinates'] as readonly unknown[];
  return typeof longitude === 'number' && typeof latitude === 'number' ? [longitude, latitude] : undefined;
};

/** The first headline attribute an entity has, with its value as people are told it. */
export const headlineValue = (
  entity: Entity,
): { readonly attribute: string; readonly value: string | number } | undefined => {
  for (const attribute of cityType(entity.type).headline) {
    const value = toldValue(entity, attribute);
    if (typeof value === 'number' || typeof value === 'string') return { attribute, value };
  }
  return undefined;
};

/** Attribute values by name, as simplified entities have them. */
export const valuesByName = (values: readonly AttributeValue[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(values.map(({ name, value }) => [name, value]));

/** The attributes of a normalized entity, measured ones first; of several instances the first. */
export const attributeValues = (
  entity: Readonly<Record<string, NormalizedAttribute | string>>,
): readonly AttributeValue[] =>
  Object.entries(entity)
    .flatMap(([name, given]) => {
      const attribute: unknown = Array.isArray(given) ? given[0] : given;
      if (!isRecord(attribute) || !('type' in attribute)) return [];
      return [{ name, value: plainValue(attribute), ...details(attribute) }];
    })
    .sort((a, b) => Number(b.observedAt !== undefined) - Number(a.observedAt !== undefined));

const plainValue = (attribute: Readonly<Record<string, unknown>>): unknown =>
  attribute['value'] ??
  attribute['object'] ??
  attribute['languageMap'] ??
  attribute['vocab'] ??
  attribute['json'];

const details = (
  attribute: Readonly<Record<string, unknown>>,
): Pick<AttributeValue, 'unitCode' | 'observedAt'> => {
  const text = (key: string): string | undefined => {
    const value = attribute[key];
    return typeof value === 'string' ? value : undefined;
  };
  return { unitCode: text('unitCode'), observedAt: text('observedAt') };
};
