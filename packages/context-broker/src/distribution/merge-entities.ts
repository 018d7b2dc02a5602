import { instantMs } from '../entities/date-time.ts';
import type { AttributeInstance, Attributes, Entity } from '../entities/entity.ts';
import type { Part } from './gather.ts';

export type EntityPart = Part<Entity>;

interface Ranked {
  readonly instance: AttributeInstance;
  /** Exclusive data has no rival, auxiliary data gives way to any other (§4.3.6.2, §4.3.6.3). */
  readonly rank: number;
}

/** How much a place is worth when several tell the same. */
export const ranks: Readonly<Record<EntityPart['from'], number>> = {
  exclusive: 2,
  here: 1,
  redirect: 1,
  inclusive: 1,
  auxiliary: 0,
};

const timeOf = ({ observedAt, modifiedAt }: AttributeInstance): number => instantMs(observedAt ?? modifiedAt);

/** Of two instances with one datasetId the most recently observed wins, without that the most recently modified (§4.5.5). */
const preferred = (one: Ranked, other: Ranked): Ranked => {
  if (one.rank !== other.rank) return one.rank > other.rank ? one : other;
  const isObserved = [one, other].map(({ instance }) => instance.observedAt !== undefined);
  if (isObserved[0] !== isObserved[1]) return isObserved[0] === true ? one : other;
  return timeOf(other.instance) > timeOf(one.instance) ? other : one;
};

const union = (lists: readonly (readonly string[])[]): readonly string[] => [...new Set(lists.flat())];

const mergeAttributes = (parts: readonly EntityPart[]): Attributes => {
  const merged = new Map<string, Map<string, Ranked>>();
  for (const { entity, from } of parts) {
    for (const [name, instances] of Object.entries(entity.attributes)) {
      const byDataset = merged.get(name) ?? new Map<string, Ranked>();
      merged.set(name, byDataset);
      for (const instance of instances) {
        const { datasetId = '' } = instance;
        const given: Ranked = { instance, rank: ranks[from] };
        const known = byDataset.get(datasetId);
        byDataset.set(datasetId, known === undefined ? given : preferred(known, given));
      }
    }
  }
  return Object.fromEntries(
    [...merged].map(([name, byDataset]) => [name, [...byDataset.values()].map(({ instance }) => instance)]),
  );
};

const extreme = (texts: readonly string[], sign: 1 | -1): string =>
  texts.reduce((best, text) => ((instantMs(text) - instantMs(best)) * sign > 0 ? text : best));

/** One entity from parts with the same id: all types, scopes and attributes of its parts. */
const mergeParts = (parts: readonly [EntityPart, ...EntityPart[]]): Entity => {
  const [{ entity: first }] = parts;
  if (parts.length === 1) return first;
  const entities = parts.map(({ entity }) => entity);
  const scopes = union(entities.map((entity) => entity.scopes ?? []));
  return {
    ...first,
    types: union(entities.map(({ types }) => types)),
    ...(scopes.length === 0 ? {} : { scopes }),
    createdAt: extreme(
      entities.map(({ createdAt }) => createdAt),
      -1,
    ),
    modifiedAt: extreme(
      entities.map(({ modifiedAt }) => modifiedAt),
      1,
    ),
    attributes: mergeAttributes(parts),
  };
};

/** Entities from parts, one for each id, in the order in which the ids appear first. */
export const mergeEntities = (parts: readonly EntityPart[]): readonly Entity[] => {
  const byId = new Map<string, [EntityPart, ...EntityPart[]]>();
  for (const part of parts) {
    const known = byId.get(part.entity.id);
    if (known === undefined) byId.set(part.entity.id, [part]);
    else known.push(part);
  }
  return [...byId.values()].map(mergeParts);
};
