import { instantMs } from '../../entities/date-time.ts';
import { timeOf } from '../../temporal/temporal-query.ts';
import type { PastInstance, TemporalEntity, TemporalQuery } from '../../temporal/temporal-store.ts';
import type { Part } from '../gather.ts';
import { ranks } from '../merge-entities.ts';

type EvolutionPart = Part<TemporalEntity>;

interface Ranked {
  readonly instance: PastInstance;
  readonly part: number;
  readonly rank: number;
}

const isMoreBelievable = (one: Ranked, other: Ranked): boolean =>
  one.rank === other.rank
    ? instantMs(one.instance.modifiedAt) > instantMs(other.instance.modifiedAt)
    : one.rank > other.rank;

/** The part that is believed for one moment: it ranks highest, or was modified last (§4.5.5). */
const believed = ([first, ...others]: readonly Ranked[]): number | undefined =>
  first === undefined
    ? undefined
    : others.reduce((best, one) => (isMoreBelievable(one, best) ? one : best), first).part;

const orderOf = (instance: PastInstance, { property }: TemporalQuery): number =>
  timeOf(instance, property) ?? instantMs(instance.modifiedAt);

/** The newest so many of each dataset. */
const newest = (instances: readonly PastInstance[], lastN: number | undefined): readonly PastInstance[] => {
  if (lastN === undefined) return instances;
  const groups = Map.groupBy(instances, ({ datasetId = '' }) => datasetId);
  const kept = new Set([...groups.values()].flatMap((group) => group.slice(-lastN)));
  return instances.filter((instance) => kept.has(instance));
};

/** The instances of all parts in order of time; of one dataset and moment those of one part. */
const mergeInstances = (told: readonly Ranked[], query: TemporalQuery): readonly PastInstance[] => {
  const moments = Map.groupBy(
    told,
    ({ instance }) => `${instance.datasetId ?? ''} ${String(timeOf(instance, query.property))}`,
  );
  const merged = [...moments.values()].flatMap((moment) => {
    const part = believed(moment);
    return moment.filter((one) => one.part === part).map(({ instance }) => instance);
  });
  const ordered = merged.toSorted((one, other) => orderOf(one, query) - orderOf(other, query));
  return newest(ordered, query.lastN);
};

const rankedOf = (
  parts: readonly EvolutionPart[],
  instancesOf: (entity: TemporalEntity) => readonly PastInstance[],
): readonly Ranked[] =>
  parts.flatMap(({ entity, from }, part) =>
    instancesOf(entity).map((instance) => ({ instance, part, rank: ranks[from] })),
  );

const union = (lists: readonly (readonly string[])[]): readonly string[] => [...new Set(lists.flat())];

const extremes = (parts: readonly EvolutionPart[]): Pick<TemporalEntity, 'createdAt' | 'modifiedAt'> => {
  const byTime = (texts: readonly (string | undefined)[]): readonly string[] =>
    texts.flatMap((text) => text ?? []).toSorted((one, other) => instantMs(one) - instantMs(other));
  const createdAt = byTime(parts.map(({ entity }) => entity.createdAt)).at(0);
  const modifiedAt = byTime(parts.map(({ entity }) => entity.modifiedAt)).at(-1);
  return {
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(modifiedAt === undefined ? {} : { modifiedAt }),
  };
};

const mergeParts = (
  parts: readonly [EvolutionPart, ...EvolutionPart[]],
  query: TemporalQuery,
): TemporalEntity => {
  const [{ entity: first }] = parts;
  if (parts.length === 1) return first;
  const names = union(parts.map(({ entity }) => Object.keys(entity.attributes)));
  const scopes = mergeInstances(
    rankedOf(parts, (entity) => entity.scopes ?? []),
    { ...query, property: 'modifiedAt' },
  );
  return {
    id: first.id,
    types: union(parts.map(({ entity }) => entity.types)),
    ...(scopes.length === 0 ? {} : { scopes }),
    ...extremes(parts),
    attributes: Object.fromEntries(
      names.map((name) => [
        name,
        mergeInstances(
          rankedOf(parts, (entity) => entity.attributes[name] ?? []),
          query,
        ),
      ]),
    ),
    isCut: parts.some(({ entity }) => entity.isCut),
  };
};

/** How entities evolved, from what several places tell: one evolution for each id (§4.5.5, §5.7.3.4). */
export const mergeEvolutions = (
  parts: readonly EvolutionPart[],
  query: TemporalQuery,
): readonly TemporalEntity[] => {
  const byId = new Map<string, [EvolutionPart, ...EvolutionPart[]]>();
  for (const part of parts) {
    const known = byId.get(part.entity.id);
    if (known === undefined) byId.set(part.entity.id, [part]);
    else known.push(part);
  }
  return [...byId.values()].map((all) => mergeParts(all, query));
};

/**
 * The last moment of which a cut answer tells all there is; with lastN, which is cut from the other end, the first.
 * Undefined when nothing is left of it.
 */
export const completeUntil = (
  entities: readonly TemporalEntity[],
  query: TemporalQuery,
): number | undefined => {
  const times = entities
    .flatMap(({ attributes }) => Object.values(attributes).flat())
    .flatMap((instance) => timeOf(instance, query.property) ?? []);
  if (times.length === 0) return undefined;
  return times.reduce((one, other) =>
    query.lastN === undefined ? Math.max(one, other) : Math.min(one, other),
  );
};

/** Evolutions as far as all places tell everything, so that the next request can go on where these end (§6.3.10). */
export const cutTogether = (
  entities: readonly TemporalEntity[],
  cuts: readonly number[],
  query: TemporalQuery,
): readonly TemporalEntity[] => {
  if (cuts.length === 0) return entities;
  const end = query.lastN === undefined ? Math.min(...cuts) : Math.max(...cuts);
  const isKept = (instance: PastInstance): boolean => {
    const ms = timeOf(instance, query.property);
    return ms === undefined || (query.lastN === undefined ? ms <= end : ms >= end);
  };
  return entities.map((entity) => ({
    ...entity,
    isCut: true,
    attributes: Object.fromEntries(
      Object.entries(entity.attributes).map(([name, instances]) => [name, instances.filter(isKept)]),
    ),
  }));
};
