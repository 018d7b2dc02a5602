import type { Connection, Database } from '@allmende/database';
import { understandText, type KnownWords, type SoughtWord } from '../search/text-query.ts';
import { threesOf } from '../search/threes.ts';
import { facetNames, type CataloguePage, type CatalogueQuery, type FacetName } from './catalogue-store.ts';
import { readStoredRecord } from './stored-record.ts';

type Parameter = string | number;

interface Condition {
  readonly sql: string;
  readonly parameters: readonly Parameter[];
}

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

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

const oneOf = (column: string, values: readonly string[] | undefined): readonly Condition[] =>
  values === undefined ? [] : [{ sql: `${column} IN (${marks(values)})`, parameters: values }];

const facetCondition = (name: FacetName, values: readonly string[]): Condition => ({
  sql: `r.seq IN (SELECT record FROM portal_facets WHERE facet = ? AND value IN (${marks(values)}))`,
  parameters: [name, ...values],
});

const boxCondition = ([west, south, east, north]: readonly [number, number, number, number]): Condition => ({
  sql: `r.seq IN (SELECT record FROM portal_boxes WHERE west <= ? AND east >= ? AND south <= ? AND north >= ?)`,
  parameters: [east, west, north, south],
});

/** All conditions but the text and the facet that is left out. */
const conditionsOf = (query: CatalogueQuery, without?: FacetName): readonly Condition[] => [
  { sql: 'r.tenant = ?', parameters: [query.tenant] },
  ...oneOf('r.kind', query.kinds),
  ...oneOf('r.state', query.states),
  ...facetNames
    .filter((name) => name !== without)
    .flatMap((name) => {
      const values = query.facets?.[name];
      return values === undefined || values.length === 0 ? [] : [facetCondition(name, values)];
    }),
  ...(query.bbox === undefined ? [] : [boxCondition(query.bbox)]),
  ...(query.modifiedSince === undefined
    ? []
    : [{ sql: 'r.modified_at >= ?', parameters: [query.modifiedSince] }]),
];

const orders = {
  modified: 'r.modified_at DESC, r.seq',
  created: 'r.created_at DESC, r.seq',
  title: 'r.sort_title, r.seq',
} as const;

/** Best first: a word in the title counts most. */
const byRelevance = 'bm25(portal_texts, 10, 5, 1), r.seq';

interface Selection {
  readonly from: string;
  readonly parameters: readonly Parameter[];
}

const selectionOf = (query: CatalogueQuery, match: string | undefined, without?: FacetName): Selection => {
  const conditions = conditionsOf(query, without);
  const text: readonly Condition[] =
    match === undefined ? [] : [{ sql: 'portal_texts MATCH ?', parameters: [match] }];
  const all = [...text, ...conditions];
  const tables =
    match === undefined
      ? 'portal_records r'
      : 'portal_texts JOIN portal_records r ON r.seq = portal_texts.rowid';
  return {
    from: `FROM ${tables} WHERE ${all.map(({ sql }) => sql).join(' AND ')}`,
    parameters: all.flatMap(({ parameters }) => parameters),
  };
};

/** How often each value of a facet occurs among what the other conditions select. */
const countFacet = (
  read: Connection,
  query: CatalogueQuery,
  { match, name }: { match: string | undefined; name: FacetName },
) => {
  const { from, parameters } = selectionOf(query, match, name);
  return read
    .rows(
      `SELECT f.value, count(*) FROM portal_facets f WHERE f.facet = ? AND f.record IN (SELECT r.seq ${from})
       GROUP BY f.value ORDER BY 2 DESC, 1 LIMIT 200`,
      name,
      ...parameters,
    )
    .map(([value, count]) => ({ value: String(value), count: Number(count) }));
};

/** Search over the tables of migration 0001. */
export const searchCatalogue = async (
  { read }: Pick<Database, 'read'>,
  query: CatalogueQuery,
): Promise<CataloguePage> => {
  const words = await understandText(query.text ?? '', knownWords(read));
  const match = words.length === 0 ? undefined : matchOf(words);
  const { from, parameters } = selectionOf(query, match);
  const sort = query.sort ?? (match === undefined ? 'modified' : 'relevance');
  const order = sort === 'relevance' ? (match === undefined ? orders.modified : byRelevance) : orders[sort];
  const found = read.rows(
    `SELECT r.body ${from} ORDER BY ${order} LIMIT ? OFFSET ?`,
    ...parameters,
    query.limit,
    query.offset,
  );
  const [[count] = []] = read.rows(`SELECT count(*) ${from}`, ...parameters);
  const facets = (query.count ?? []).map((name) => [name, countFacet(read, query, { match, name })] as const);
  return {
    records: found.map(([body]) => readStoredRecord(body)),
    count: Number(count),
    facets: Object.fromEntries(facets),
  };
};
