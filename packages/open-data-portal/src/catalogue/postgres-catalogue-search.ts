import type { PostgresConnection } from '@allmende/database';
import type { SearchSource } from '../search/catalogue-search.ts';
import { readNews } from '../search/stored-row.ts';
import type { KnownWords, SoughtWord } from '../search/text-query.ts';
import { threesOf } from '../search/threes.ts';
import { readStoredRecord } from './stored-record.ts';

/** A lexeme of a tsquery whatever letters it has. */
const quoted = (word: string): string => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

const tsQueryOf = (sought: readonly SoughtWord[]): string =>
  sought
    .map(({ beginnings, words }) => [...beginnings.map((one) => `${quoted(one)}:*`), ...words.map(quoted)])
    .map((alternatives) => `(${alternatives.join(' | ')})`)
    .join(' & ');

const mostCandidates = 40;

const knownWords = (read: PostgresConnection): KnownWords => {
  const words = async (sql: string, parameters: readonly unknown[]): Promise<readonly string[]> =>
    (await read.rows(sql, ...parameters, mostCandidates)).map(([word]) => String(word));
  return {
    has: async (beginning) =>
      (
        await read.rows(
          'SELECT 1 FROM portal_records WHERE texts @@ $1::tsquery LIMIT 1',
          `${quoted(beginning)}:*`,
        )
      ).length > 0,
    containing: (part) =>
      words(
        `SELECT word FROM portal_words WHERE parts @> $1::text[] AND strpos(word, $2) > 0
         ORDER BY length(word), word LIMIT $3`,
        [threesOf(part), part],
      ),
    similar: (word) =>
      words(
        `SELECT word FROM portal_words, LATERAL (
           SELECT count(*) AS shared FROM unnest(parts) part WHERE part = ANY ($1::text[])) counted
         WHERE parts && $1::text[] AND abs(length(word) - length($2)) <= 2 ORDER BY shared DESC, word LIMIT $3`,
        [threesOf(word), word],
      ),
  };
};

const matching = async (
  read: PostgresConnection,
  words: readonly SoughtWord[],
  mostRanked: number,
): Promise<readonly number[]> => {
  const query = tsQueryOf(words);
  const [[count] = []] = await read.rows(
    'SELECT count(*) FROM portal_records WHERE texts @@ $1::tsquery',
    query,
  );
  // A word in the title counts most.
  const order =
    Number(count) > mostRanked
      ? ''
      : "ORDER BY ts_rank_cd('{0.1, 0.1, 0.5, 1}', texts, $1::tsquery) DESC, seq";
  const rows = await read.rows(`SELECT seq FROM portal_records WHERE texts @@ $1::tsquery ${order}`, query);
  return rows.map(([seq]) => Number(seq));
};

/** What a search reads of the tables of migration postgres-0001. */
export const postgresSearchSource = (read: PostgresConnection): SearchSource => ({
  knownWords: knownWords(read),
  newsSince: async (change) =>
    readNews(
      await read.rows(
        `SELECT seq, tenant, kind, state, created_at, modified_at, sort_title, facets, boxes, change
         FROM portal_records WHERE change > $1
       UNION ALL
       SELECT record, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, change FROM portal_removed WHERE change > $1
       ORDER BY 10`,
        change,
      ),
      change,
    ),
  matches: (words, mostRanked) => matching(read, words, mostRanked),
  records: async (seqs) => {
    if (seqs.length === 0) return [];
    const rows = await read.rows('SELECT seq, body FROM portal_records WHERE seq = ANY ($1::bigint[])', seqs);
    const bodies = new Map(rows.map(([seq, body]) => [Number(seq), body]));
    return seqs.flatMap((seq) => (bodies.has(seq) ? [readStoredRecord(bodies.get(seq))] : []));
  },
});
