import type { MaybePromise } from '@allmende/kernel';
import { editDistance, toleranceFor } from './edit-distance.ts';
import { stemOf, stemsOf, wordsOf } from './german-words.ts';
import { synonymsOf } from './synonyms.ts';

/** A word of a search: entries with one of these words, or with a word that begins like one of `beginnings`. */
export interface SoughtWord {
  readonly beginnings: readonly string[];
  readonly words: readonly string[];
}

/** What an index tells of its words, so that a word can be understood that is not in it. */
export interface KnownWords {
  /** Whether some entry has a word with this beginning. */
  has(beginning: string): MaybePromise<boolean>;
  /** Words that contain this part, at most some. */
  containing(part: string): MaybePromise<readonly string[]>;
  /** Words that share letters with this one, at most some. */
  similar(word: string): MaybePromise<readonly string[]>;
}

/** More words than these narrow nothing any more. */
const mostWords = 16;

/** Parts shorter than this stand within too many words. */
const shortestPart = 4;

const nearest = (word: string, candidates: readonly string[]): readonly string[] => {
  const most = toleranceFor(word);
  const found = candidates.map((candidate) => ({ candidate, distance: editDistance(word, candidate, most) }));
  const best = Math.min(...found.map(({ distance }) => distance));
  return best === Infinity
    ? []
    : found.filter(({ distance }) => distance === best).map(({ candidate }) => candidate);
};

const understand = async (word: string, known: KnownWords): Promise<SoughtWord> => {
  const stem = stemOf(word);
  const synonyms = synonymsOf(stem);
  const compounds = stem.length >= shortestPart ? await known.containing(stem) : [];
  const words = [...new Set([...synonyms, ...compounds])];
  for (const one of [stem, ...words]) if (await known.has(one)) return { beginnings: [stem], words };
  const corrected = nearest(stem, toleranceFor(stem) === 0 ? [] : await known.similar(stem));
  return { beginnings: [stem, ...corrected], words };
};

/**
 * What people mean by the words they typed: German stems, synonyms, words that contain them (compounds), and, for
 * what no entry knows, the words nearest to it. The entries sought have all the words. Empty if nothing was said.
 */
export const understandText = (text: string, known: KnownWords): Promise<readonly SoughtWord[]> => {
  const said = stemsOf(text).length === 0 ? [] : wordsOf(text).filter((word) => stemsOf(word).length > 0);
  return Promise.all([...new Set(said)].slice(0, mostWords).map((word) => understand(word, known)));
};
