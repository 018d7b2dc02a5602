import type { RegistrationMode } from '../registrations/registration.ts';
import type { ReadPage } from './read-call.ts';
import type { SourceWarning } from './warnings.ts';

interface Identified {
  readonly id: string;
}

/** Entities, or how they evolved, of one place. */
export interface Found<Item> {
  readonly entities: readonly Item[];
  /** Whether the place has no more than these. */
  readonly isComplete: boolean;
  /** How many there are, where that was asked for and told. */
  readonly count?: number;
  readonly warning?: SourceWarning;
}

/** One place that entities come from: this broker, or a share of a source. */
export interface Origin<Item> {
  readonly from: RegistrationMode | 'here';
  ask(page: ReadPage): Promise<Found<Item>>;
}

/** An entity, or a part of it, and where it is from. */
export interface Part<Item> {
  readonly entity: Item;
  readonly from: Origin<Item>['from'];
}

/** What all origins together have. */
export interface Gathered<Item> {
  /** The first entities of the union, as many as were wanted if there are so many. */
  readonly entities: readonly Item[];
  /** How many there are; when not all were looked at, at most so many. */
  readonly count: number;
  readonly isComplete: boolean;
  readonly warnings: readonly SourceWarning[];
}

/** Most entities that are asked for at once. */
const pageSize = 1000;

/** Asks page after page until enough is known or there is no more. */
export const askMany = async <Item>(
  origin: Origin<Item>,
  wanted: number,
  count: boolean,
): Promise<Found<Item>> => {
  const entities: Item[] = [];
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
const askMissing = async <Item extends Identified>(
  origin: Origin<Item>,
  found: Found<Item>,
  ids: readonly string[],
): Promise<Found<Item>> => {
  const known = new Set(found.entities.map(({ id }) => id));
  const missing = ids.filter((id) => !known.has(id));
  if (found.isComplete || missing.length === 0) return { entities: [], isComplete: true };
  const parts: Item[] = [];
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

const partsOf = <Item>(
  origins: readonly Origin<Item>[],
  found: readonly Found<Item>[],
): readonly Part<Item>[] =>
  origins.flatMap(({ from }, index) => (found[index]?.entities ?? []).map((entity) => ({ entity, from })));

const warningsIn = (found: readonly Found<unknown>[]): readonly SourceWarning[] =>
  found.flatMap(({ warning }) => warning ?? []);

/**
 * The first `wanted` entities of the union of all origins. The first of the union are among the first of the origins;
 * of these a second round gets the parts that other origins have further behind.
 */
export const gather = async <Item extends Identified>(
  origins: readonly Origin<Item>[],
  asked: {
    readonly wanted: number;
    readonly count: boolean;
    /** Makes one entity of the parts of each, in the order in which the ids appear first. */
    readonly merge: (parts: readonly Part<Item>[]) => readonly Item[];
  },
): Promise<Gathered<Item>> => {
  const { wanted, count, merge } = asked;
  const found = await Promise.all(origins.map((origin) => askMany(origin, wanted, count)));
  const parts = partsOf(origins, found);
  const ids = [...new Set(parts.map(({ entity }) => entity.id))];
  const isComplete = found.every((one) => one.isComplete);
  const told = found.reduce((sum, one) => sum + (one.count ?? one.entities.length), 0);
  if (isComplete) {
    return { entities: merge(parts), count: ids.length, isComplete, warnings: warningsIn(found) };
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
    entities: merge(all),
    count: Math.max(told, ids.length),
    isComplete,
    warnings: [...warningsIn(found), ...warningsIn(missing)],
  };
};
