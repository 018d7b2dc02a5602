import type { AttributeInstance, Entity } from '../src/entities/entity.ts';

export const vocabulary = 'https://uri.etsi.org/ngsi-ld/default-context/';
const at = '2026-03-01T12:00:00.000Z';

/** An attribute instance as the parser would make it; names are expanded. */
export const anInstance = (value: unknown, more: Partial<AttributeInstance> = {}): AttributeInstance => ({
  kind: 'Property',
  value,
  createdAt: at,
  modifiedAt: at,
  ...more,
});

/** An entity of type T with attributes given by short name. */
export const anEntity = (
  id: string,
  attributes: Readonly<Record<string, AttributeInstance | readonly AttributeInstance[]>> = {},
  more: Partial<Entity> = {},
): Entity => ({
  id,
  types: [`${vocabulary}T`],
  createdAt: at,
  modifiedAt: at,
  attributes: Object.fromEntries(
    Object.entries(attributes).map(([name, instances]) => [vocabulary + name, [instances].flat()]),
  ),
  ...more,
});
