import type { Entity } from '../entities/entity.ts';
import { isSelected } from '../query-language/matches.ts';
import type { EntityQuery } from '../query-language/query.ts';

/** What a source told, without what no alternative means, as it is asked for what these have in common. */
export const onlySelected = <
  Item extends Pick<Entity, 'id' | 'types'>,
  Told extends { readonly entities: readonly Item[] },
>(
  told: Told & { readonly entities: readonly Item[] },
  query: EntityQuery,
): Told =>
  query.selectors === undefined
    ? told
    : { ...told, entities: told.entities.filter((entity) => isSelected(entity, query)) };
