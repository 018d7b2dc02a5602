import type { Connection } from '@allmende/database';
import type { SearchSource } from '../search/catalogue-search.ts';
import { readNews } from '../search/stored-row.ts';
import type { KnownWords, SoughtWord } from '../search/text-query.ts';
import { threesOf } from '../search/threes.ts';
import { readStoredRecord } from './stored-record.ts';

/** A word as FTS5 reads it whatever letters it has. */
const quoted = (word: string): string => `"${word.replaceAll('"', '""')}"`;

const matchOf = (sought: readonly SoughtWord[]): string =>
  sought
    .map(({ beginnings, words }) => [...beginnings.map((one) => `${quoted(one)}*`), ...words.map(quoted)])
    .map((alternatives) => `(${alternatives.join(' OR ')})`)
    .join(' AND ');

const mostCandidates = 40;

const knownWords = (read: Connection): KnownWords => {
  const words = (match: string): readonly string[] =>
    read
      .rows(
        'SELECT word FROM portal_word_parts WHERE portal_word_parts MATCH ? ORDER BY rank LIMIT ?',
        match,
        mostCandidates,
      )
      .map(([word]) => String(word));
  return {
    has: (beginning) =>
      read.rows('SELECT 1 FROM portal_texts WHERE portal_texts MATCH ? LIMIT 1', `${quoted(beginning)}*`)
        .length > 0,
    containing: (part) => words(quoted(part)),
    similar: (word) => words(threesOf(word).map(quoted).join(' OR ')),
  };
};

const matching = (read: Connection, words: readonly SoughtWord[], mostRanked: number): readonly number[] => {
  const match = matchOf(words);
  const [[count] = []] = read.rows('SELECT count(*) FROM portal_texts WHERE portal_texts MATCH ?', match);
  // A word in the title counts most.
  const order = Number(count) > mostRanked ? '' : 'ORDER BY bm25(portal_texts, 10, 5, 1), rowid';
  return read
    .rows(`SELECT rowid FROM portal_texts WHERE portal_texts MATCH ? ${order}`, match)
    .map(([seq]) => Number(seq));
};

/** What a search reads of the tables of migration 0001. */
export const sqlSearchSource = (read: Connection): SearchSource => ({
  knownWords: knownWords(read),
  newsSince: (change) =>
    readNews(
      read.rows(
        `SELECT seq, tenant, kind, state, created_at, modified_at, sort_title, facets, boxes, change
         FROM portal_records WHERE change > ?
       UNION ALL
       SELECT record, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, change FROM portal_removed WHERE change > ?
       ORDER BY 10`,
        change,
        change,
      ),
      change,
    ),
  matches: (words, mostRanked) => matching(read, words, mostRanked),
  records: (seqs) => {
    const found = seqs.map((seq) => read.rows('SELECT body FROM portal_records WHERE seq = ?', seq)[0]);
    return found.flatMap((row) => (row === undefined ? [] : [readStoredRecord(row[0])]));
  },
});
