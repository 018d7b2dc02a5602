import type { PostgresConnection, PostgresDatabase } from '@allmende/database';
import { understandText, type KnownWords, type SoughtWord } from '../search/text-query.ts';
import { threesOf } from '../search/threes.ts';
import { facetNames, type CataloguePage, type CatalogueQuery, type FacetName } from './catalogue-store.ts';
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

/** Collects the parameters of a statement; each is named by the number of its place. */
class Parameters {
  readonly values: unknown[] = [];
  add(value: unknown): string {
    this.values.push(value);
    return `$${String(this.values.length)}`;
  }
}

type Statement = (parameters: Parameters) => string;

const conditionsOf = (
  query: CatalogueQuery,
  parameters: Parameters,
  without?: FacetName,
): readonly string[] => {
  const { tenant, kinds, states, facets = {}, bbox, modifiedSince } = query;
  const oneOf = (column: string, values: readonly string[] | undefined): readonly string[] =>
    values === undefined ? [] : [`${column} = ANY (${parameters.add(values)}::text[])`];
  const chosen = facetNames.filter((name) => name !== without && (facets[name] ?? []).length > 0);
  return [
    `r.tenant = ${parameters.add(tenant)}`,
    ...oneOf('r.kind', kinds),
    ...oneOf('r.state', states),
    ...chosen.map(
      (name) =>
        `EXISTS (SELECT 1 FROM portal_facets f WHERE f.record = r.seq AND f.facet = ${parameters.add(name)}
          AND f.value = ANY (${parameters.add(facets[name])}::text[]))`,
    ),
    ...(bbox === undefined ? [] : [boxCondition(bbox, parameters)]),
    ...(modifiedSince === undefined ? [] : [`r.modified_at >= ${parameters.add(modifiedSince)}`]),
  ];
};

const boxCondition = (
  [west, south, east, north]: readonly [number, number, number, number],
  parameters: Parameters,
): string =>
  `EXISTS (SELECT 1 FROM portal_boxes b WHERE b.record = r.seq AND b.west <= ${parameters.add(east)}
     AND b.east >= ${parameters.add(west)} AND b.south <= ${parameters.add(north)}
     AND b.north >= ${parameters.add(south)})`;

const orders = {
  modified: 'r.modified_at DESC, r.seq',
  created: 'r.created_at DESC, r.seq',
  title: 'r.sort_title, r.seq',
} as const;

const fromOf =
  (query: CatalogueQuery, text: string | undefined, without?: FacetName): Statement =>
  (parameters) => {
    const matches = text === undefined ? [] : [`r.texts @@ ${parameters.add(text)}::tsquery`];
    return `FROM portal_records r WHERE ${[...matches, ...conditionsOf(query, parameters, without)].join(' AND ')}`;
  };

const run = (read: PostgresConnection, statement: Statement) => {
  const parameters = new Parameters();
  const sql = statement(parameters);
  return read.rows(sql, ...parameters.values);
};

/** Best first: a word in the title counts most. */
const byRelevance = (text: string, parameters: Parameters): string =>
  `ts_rank_cd('{0.1, 0.1, 0.5, 1}', r.texts, ${parameters.add(text)}::tsquery) DESC, r.seq`;

const countFacet = async (
  read: PostgresConnection,
  query: CatalogueQuery,
  { text, name }: { readonly text: string | undefined; readonly name: FacetName },
) => {
  const rows = await run(
    read,
    (parameters) =>
      `SELECT f.value, count(*) FROM portal_facets f WHERE f.facet = ${parameters.add(name)}
         AND f.record IN (SELECT r.seq ${fromOf(query, text, name)(parameters)})
       GROUP BY f.value ORDER BY 2 DESC, f.value COLLATE "C" LIMIT 200`,
  );
  return rows.map(([value, count]) => ({ value: String(value), count: Number(count) }));
};

/** Search over the tables of migration postgres-0001. */
export const searchPostgresCatalogue = async (
  { read }: Pick<PostgresDatabase, 'read'>,
  query: CatalogueQuery,
): Promise<CataloguePage> => {
  const words = await understandText(query.text ?? '', knownWords(read));
  const text = words.length === 0 ? undefined : tsQueryOf(words);
  const from = fromOf(query, text);
  const { sort = 'relevance', limit, offset } = query;
  const found = run(read, (parameters) => {
    const selection = from(parameters);
    const best = text === undefined ? orders.modified : byRelevance(text, parameters);
    const order = sort === 'relevance' ? best : orders[sort];
    return `SELECT r.body ${selection} ORDER BY ${order} LIMIT ${parameters.add(limit)} OFFSET ${parameters.add(offset)}`;
  });
  const counted = run(read, (parameters) => `SELECT count(*) ${from(parameters)}`);
  const facets = (query.count ?? []).map(
    async (name) => [name, await countFacet(read, query, { text, name })] as const,
  );
  const [[count] = []] = await counted;
  return {
    records: (await found).map(([body]) => readStoredRecord(body)),
    count: Number(count),
    facets: Object.fromEntries(await Promise.all(facets)),
  };
};
