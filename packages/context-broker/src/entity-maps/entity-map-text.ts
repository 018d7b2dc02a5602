import { allHere, type EntityMap } from './entity-map-store.ts';

type Content = Pick<EntityMap, 'entities' | 'linkedMaps'>;

/** What is in a map as a text for stores; the ids alone when all entities are here. */
export const entityMapText = ({ entities, linkedMaps }: EntityMap): string => {
  const ids = Object.keys(entities);
  const isAllHere = linkedMaps === undefined && JSON.stringify(allHere(ids)) === JSON.stringify(entities);
  return JSON.stringify(isAllHere ? ids : { entities, ...(linkedMaps === undefined ? {} : { linkedMaps }) });
};

export const readEntityMapText = (text: string): Content => {
  const content = JSON.parse(text) as readonly string[] | Content;
  return 'entities' in content ? content : { entities: allHere(content) };
};
