import type { EntityMap } from '../../entity-maps/entity-map-store.ts';

/** The places that an entity is sought at; all without a map that tells of it. */
export interface Places {
  /** Whether a place may be asked, by its name in entity maps; any without it. */
  readonly isAsked?: (source: string) => boolean;
  /** The maps that sources made before, by registration. */
  readonly linkedMaps?: EntityMap['linkedMaps'];
}

/** The places that a map tells of an entity; it knows nothing of entities that are not in it. */
export const placesIn = (map: EntityMap | undefined, id: string): Places => {
  const sources = map?.entities[id];
  if (map === undefined || sources === undefined) return {};
  const { linkedMaps } = map;
  return {
    isAsked: (source) => sources.includes(source),
    ...(linkedMaps === undefined ? {} : { linkedMaps }),
  };
};
