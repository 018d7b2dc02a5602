import type { Entity } from '../entities/entity.ts';
import type { Found } from './ask-source.ts';
import { mergeEntities, type EntityPart } from './merge-entities.ts';
import type { ReadPage } from './read-call.ts';
import type { SourceWarning } from './warnings.ts';

/** One place that entities come from: this broker, or a share of a source. */
export interface Origin {
  readonly from: EntityPart['from'];
  ask(page: ReadPage): Promise<Found>;
}

/** What all origins together have. */
export interface Gathered {
  /** The first entities of the union, as many as were wanted if there are so many. */
  readonly entities: readonly Entity[];
  /** How many there are; when not all were looked at, at most so many. */
  readonly count: number;
  readonly isComplete: boolean;
  readonly warnings: readonly SourceWarning[];
}

/** Most entities that are asked for at once. */
const pageSize = 1000;

/** Asks page after page until enough is known or there is no more. */
const askMany = async (origin: Origin, wanted: number, count: boolean): Promise<Found> => {
  const entities: Entity[] = [];
  let offset = 0;
  for (;;) {
    const limit = Math.min(pageSize, wanted - offset);
    const found = await origin.ask({ limit, offset, count });
    entities.push(...found.entities);
    offset += limit;
    if (found.isComplete || offset >= wanted) return { ...found, entities };
  }
};

/** The parts that an origin whose first entities did not include them has of some entities. */
const askMissing = async (origin: Origin, found: Found, ids: readonly string[]): Promise<Found> => {
  const known = new Set(found.entities.map(({ id }) => id));
  const missing = ids.filter((id) => !known.has(id));
  if (found.isComplete || missing.length === 0) return { entities: [], isComplete: true };
  const parts: Entity[] = [];
  let warning: SourceWarning | undefined;
  // Ids travel in the address, whose length is limited.
  for (let start = 0; start < missing.length; start += 50) {
    const some = missing.slice(start, start + 50);
    const answered = await origin.ask({ ids: some, limit: some.length, offset: 0 });
    parts.push(...answered.entities);
    warning ??= answered.warning;
  }
  return { entities: parts, isComplete: true, ...(warning === undefined ? {} : { warning }) };
};

const partsOf = (origins: readonly Origin[], found: readonly Found[]): readonly EntityPart[] =>
  origins.flatMap(({ from }, index) => (found[index]?.entities ?? []).map((entity) => ({ entity, from })));

const warningsIn = (found: readonly Found[]): readonly SourceWarning[] =>
  found.flatMap(({ warning }) => warning ?? []);

/**
 * The first `wanted` entities of the union of all origins. The first of the union are among the first of the origins;
 * of these a second round gets the parts that other origins have further behind.
 */
export const gather = async (
  origins: readonly Origin[],
  { wanted, count }: { readonly wanted: number; readonly count: boolean },
): Promise<Gathered> => {
  const found = await Promise.all(origins.map((origin) => askMany(origin, wanted, count)));
  const parts = partsOf(origins, found);
  const ids = [...new Set(parts.map(({ entity }) => entity.id))];
  const isComplete = found.every((one) => one.isComplete);
  const told = found.reduce((sum, one) => sum + (one.count ?? one.entities.length), 0);
  if (isComplete) {
    return { entities: mergeEntities(parts), count: ids.length, isComplete, warnings: warningsIn(found) };
  }
  const shown = ids.slice(0, wanted);
  const missing = await Promise.all(
    origins.map((origin, index) => {
      const first = found[index];
      return first === undefined ? { entities: [], isComplete: true } : askMissing(origin, first, shown);
    }),
  );
  const isShown = new Set(shown);
  const all = [...parts, ...partsOf(origins, missing)].filter(({ entity }) => isShown.has(entity.id));
  return {
    entities: mergeEntities(all),
    count: Math.max(told, ids.length),
    isComplete,
    warnings: [...warningsIn(found), ...warningsIn(missing)],
  };
};
