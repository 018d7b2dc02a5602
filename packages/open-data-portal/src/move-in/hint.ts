import type { DatasetRecord } from '../catalogue/catalogue-record.ts';
import type { Iri } from '../catalogue/dataset.ts';
import type { Bilingual } from '../catalogue/proposal.ts';

/** A value that something in the data speaks for. */
export interface Hint {
  readonly value: Iri;
  readonly confidence: number;
  readonly reason: Bilingual;
}

export const strongest = (hints: readonly Hint[]): Hint | undefined =>
  hints.reduce<Hint | undefined>(
    (best, hint) => (best === undefined || hint.confidence > best.confidence ? hint : best),
    undefined,
  );

/** In hundredths, as more digits would feign knowledge. */
export const rounded = (confidence: number): number => Math.round(confidence * 100) / 100;

export const titleOf = ({ content }: DatasetRecord): string => content.title['de'] ?? '';

export const descriptionOf = ({ content }: DatasetRecord): string => content.description['de'] ?? '';

/** A title without what tells the editions of a series apart: years, days, states. */
export const seriesTitle = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/\(?stand[^)]*\)?/gu, ' ')
    .replaceAll(/\d+/gu, ' ')
    .replaceAll(/[^\p{L}]+/gu, ' ')
    .trim();

const wordsOf = (title: string): ReadonlySet<string> =>
  new Set(
    seriesTitle(title)
      .split(' ')
      .filter((word) => word.length > 3 && word !== 'münster'),
  );

/** How much two titles have in common, from 0 to 1. */
export const likeness = (one: string, other: string): number => {
  const [left, right] = [wordsOf(one), wordsOf(other)];
  if (left.size === 0 || right.size === 0) return 0;
  const shared = [...left].filter((word) => right.has(word)).length;
  return shared / (left.size + right.size - shared);
};

/** The record among others whose title is most like it, at least by half. */
export const mostAlike = (
  record: DatasetRecord,
  others: readonly DatasetRecord[],
): { readonly other: DatasetRecord; readonly likeness: number } | undefined => {
  const ranked = others
    .filter(({ id }) => id !== record.id)
    .map((other) => ({ other, likeness: likeness(titleOf(record), titleOf(other)) }))
    .filter((one) => one.likeness >= 0.5);
  return ranked.sort((one, other) => other.likeness - one.likeness)[0];
};

/** The value most of a list agree on, and their share. */
export const majority = (
  values: readonly Iri[],
): { readonly value: Iri; readonly share: number; readonly count: number } | undefined => {
  const counts = new Map<Iri, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [first] = [...counts].sort(([, one], [, other]) => other - one);
  if (first === undefined) return undefined;
  return { value: first[0], count: first[1], share: first[1] / values.length };
};
