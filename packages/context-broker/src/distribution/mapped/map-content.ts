import { DomainError } from '@allmende/kernel';
import type { EntityMap } from '../../entity-maps/entity-map-store.ts';
import { queryProblems } from '../../query-language/problems.ts';
import { askMany, type Origin } from '../gather.ts';
import type { SourceWarning } from '../warnings.ts';

/** What a map tells of entities. */
export type MapContent = Pick<EntityMap, 'entities' | 'linkedMaps'>;

/** What one place has of a query. */
export interface FoundIds {
  readonly ids: readonly string[];
  /** The map that the source made of it. */
  readonly mapId?: string;
  readonly warning?: SourceWarning;
}

/** A place that entities of a map come from. */
export interface MappedOrigin<Item> extends Origin<Item> {
  /** `@none` or the id of a registration. */
  readonly source: string;
  /** Asks the source for a map of its own; undefined when it makes none. */
  makeMap?(): Promise<FoundIds | undefined>;
}

/** Most entities of a map. */
const mostMapped = 10_000;

const collectIds = async <Item extends { readonly id: string }>(
  origin: MappedOrigin<Item>,
): Promise<FoundIds> => {
  const own = await origin.makeMap?.();
  if (own !== undefined) return own;
  const { entities, warning } = await askMany(origin, mostMapped + 1, false);
  return { ids: entities.map(({ id }) => id), ...(warning === undefined ? {} : { warning }) };
};

/** Makes a map of what all places have (§5.14.4.4, §5.14.5.4); those that do not answer are not in it. */
export const mapOrigins = async <Item extends { readonly id: string }>(
  origins: readonly MappedOrigin<Item>[],
): Promise<{ readonly content: MapContent; readonly warnings: readonly SourceWarning[] }> => {
  const found = await Promise.all(origins.map(collectIds));
  const sources = new Map<string, Set<string>>();
  const linkedMaps: Record<string, string> = {};
  for (const [index, { source }] of origins.entries()) {
    const { ids, mapId } = found[index] ?? { ids: [] };
    if (mapId !== undefined) linkedMaps[source] = mapId;
    for (const id of ids) sources.set(id, (sources.get(id) ?? new Set()).add(source));
  }
  if (sources.size > mostMapped)
    throw new DomainError(
      queryProblems.tooMany,
      `an entity map holds at most ${String(mostMapped)} entities; ask for fewer`,
    );
  const entities = Object.fromEntries([...sources].map(([id, all]) => [id, [...all]]));
  return {
    content: { entities, ...(Object.keys(linkedMaps).length === 0 ? {} : { linkedMaps }) },
    warnings: found.flatMap(({ warning }) => warning ?? []),
  };
};
