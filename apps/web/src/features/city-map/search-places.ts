import type { Entity } from '../../api/entity.ts';
import { entityName } from '../../city/index.ts';

/** Places whose name holds every word, those that begin with the text first. */
export const searchPlaces = (entities: readonly Entity[], text: string): readonly Entity[] => {
  const wanted = text.trim().toLocaleLowerCase('de');
  const words = wanted.split(/\s+/u);
  if (wanted === '') return [];
  const rank = (name: string): number => (name.startsWith(wanted) ? 0 : 1);
  return entities
    .map((entity) => ({ entity, name: entityName(entity).toLocaleLowerCase('de') }))
    .filter(({ name }) => words.every((word) => name.includes(word)))
    .sort((a, b) => rank(a.name) - rank(b.name) || a.name.localeCompare(b.name, 'de'))
    .map(({ entity }) => entity);
};
