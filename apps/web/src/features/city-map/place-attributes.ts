import type { Entity } from '../../api/entity.ts';
import { cityType } from '../../city/index.ts';

const most = 10;
/** Said once for all entities of a type; found on the entity's page. */
const provenance = ['source', 'license', 'dataProvider'];

/** The attributes of a place worth showing beside the map: the type's headline, numbers, then the rest. */
export const placeAttributes = (entity: Entity): readonly string[] => {
  const { headline } = cityType(entity.type);
  const rank = (name: string): number => {
    const place = headline.indexOf(name);
    if (place !== -1) return place;
    return headline.length + (typeof entity[name] === 'number' ? 0 : 1);
  };
  return Object.entries(entity)
    .filter(([name, value]) => !['id', 'type', 'name', ...provenance].includes(name) && isPlain(value))
    .map(([name]) => name)
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, most);
};

const isPlain = (value: unknown): boolean =>
  ['number', 'string', 'boolean'].includes(typeof value) ||
  (Array.isArray(value) && value.every((one) => typeof one === 'string'));
