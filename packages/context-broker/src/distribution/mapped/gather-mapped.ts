import type { Part } from '../gather.ts';
import type { SourceWarning } from '../warnings.ts';
import type { MapContent, MappedOrigin } from './map-content.ts';

/** Ids travel in the address, whose length is limited. */
const chunkSize = 50;

/** What of a map is wanted, and how it is judged. */
export interface MappedPage<Item> {
  /** How many entities of the map are left out. */
  readonly offset: number;
  readonly wanted: number;
  /** Only these, if some are asked for. */
  readonly ids?: readonly string[];
  /** Whether only whole entities show what fits, so that those before the page have to be looked at as well. */
  readonly isSplit: boolean;
  /** Whether it has to be known how many entities fit. */
  readonly count: boolean;
  merge(parts: readonly Part<Item>[]): readonly Item[];
  fits(item: Item): boolean;
}

/** A page of a map. */
export interface MappedEntities<Item> {
  readonly entities: readonly Item[];
  readonly count: number;
  /** Entities of the map that do not fit, or not any more (§5.5.9.3). */
  readonly gone: ReadonlySet<string>;
  readonly warnings: readonly SourceWarning[];
}

interface Asked<Item> {
  readonly parts: readonly Part<Item>[];
  /** Places that did not answer are not asked again. */
  readonly silent: ReadonlySet<string>;
  readonly warnings: readonly SourceWarning[];
}

const askOrigins = async <Item extends { readonly id: string }>(
  origins: readonly MappedOrigin<Item>[],
  chunk: readonly string[],
  { entities }: MapContent,
): Promise<Asked<Item>> => {
  const answered = await Promise.all(
    origins.map(async (origin) => {
      const ids = chunk.filter((id) => entities[id]?.includes(origin.source));
      if (ids.length === 0) return { parts: [], silent: [], warnings: [] };
      const { entities: found, warning } = await origin.ask({ ids, limit: ids.length, offset: 0 });
      return {
        parts: found.map((entity) => ({ entity, from: origin.from })),
        // What comes from the cache was answered (code 110).
        silent: warning === undefined || warning.code === 110 ? [] : [origin.source],
        warnings: warning === undefined ? [] : [warning],
      };
    }),
  );
  return {
    parts: answered.flatMap(({ parts }) => parts),
    silent: new Set(answered.flatMap(({ silent }) => silent)),
    warnings: answered.flatMap(({ warnings }) => warnings),
  };
};

/** Which entities of a map are looked at, and how many of them have to fit. */
const rangeOf = <Item>({ entities }: MapContent, page: MappedPage<Item>) => {
  const { offset, wanted, ids, isSplit, count } = page;
  const asked = ids === undefined ? undefined : new Set(ids);
  const all = Object.keys(entities).filter((id) => asked?.has(id) !== false);
  if (!isSplit) return { all, start: offset, enough: wanted, skipped: 0 };
  return { all, start: 0, enough: count ? Infinity : offset + wanted, skipped: offset };
};

/** Goes through a map in chunks, asking of each entity only the places that have it (§4.3.6.7, §5.5.9.3). */
export const gatherMapped = async <Item extends { readonly id: string }>(
  origins: readonly MappedOrigin<Item>[],
  map: MapContent,
  page: MappedPage<Item>,
): Promise<MappedEntities<Item>> => {
  const { all, start, enough, skipped } = rangeOf(map, page);
  const size = Math.min(chunkSize, Math.max(1, page.wanted));
  const found: Item[] = [];
  const gone = new Set<string>();
  const warnings: SourceWarning[] = [];
  let answering = origins;
  for (let at = start; at < all.length && found.length < enough; at += size) {
    const chunk = all.slice(at, at + size);
    const answer = await askOrigins(answering, chunk, map);
    warnings.push(...answer.warnings);
    answering = answering.filter(({ source }) => !answer.silent.has(source));
    const known = new Set(answering.map(({ source }) => source));
    const byId = new Map(page.merge(answer.parts).map((item) => [item.id, item]));
    for (const id of chunk) {
      const item = byId.get(id);
      if (item !== undefined && page.fits(item)) found.push(item);
      else if (map.entities[id]?.every((source) => known.has(source)) === true) gone.add(id);
    }
  }
  const isJudged = enough === Infinity;
  return {
    entities: found.slice(skipped),
    count: isJudged ? found.length : all.length - gone.size,
    gone,
    warnings,
  };
};
