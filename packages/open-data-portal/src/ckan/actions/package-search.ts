import { DomainError } from '@allmende/kernel';
import type { DatasetRecord } from '../../catalogue/catalogue-record.ts';
import type { CatalogueQuery, FacetName } from '../../catalogue/catalogue-store.ts';
import { portalProblems } from '../../problems.ts';
import { packageDict, type CkanObject } from '../mapping/package-dict.ts';
import { solrTest, type SearchDocument } from '../search/matches-solr.ts';
import { packageDocument } from '../search/package-document.ts';
import { isPlainText, planSearch, type SearchPlan } from '../search/search-plan.ts';
import { SolrSyntaxError } from '../search/solr-lexer.ts';
import { parseSolrQuery } from '../search/solr-parser.ts';
import { allOf } from '../search/solr-query.ts';
import {
  isTrue,
  optionalText,
  reads,
  textsIn,
  wholeNumber,
  type ActionCall,
  type Actions,
} from './action.ts';
import { everyDataset, maySee, readCollections, statesFor, type Collections } from './visible-records.ts';

const known = new Set([
  ...[
    'q',
    'fq',
    'fq_list',
    'rows',
    'sort',
    'start',
    'facet',
    'facet.mincount',
    'facet.limit',
    'facet.field',
    'fl',
  ],
  ...[
    'include_drafts',
    'include_deleted',
    'include_private',
    'use_default_schema',
    'extras',
    'defType',
    'qf',
    'mm',
  ],
  ...['bf', 'boost', 'tie', 'q.op', 'df', 'wt', 'ext_bbox', 'tenant'],
]);

const invalidSearch = (detail: string): DomainError => new DomainError(portalProblems.invalidSearch, detail);

const parse = (text: string) => {
  if (text.trim().startsWith('{!')) throw invalidSearch('Local parameters are not supported.');
  try {
    return parseSolrQuery(text);
  } catch (cause) {
    if (cause instanceof SolrSyntaxError) throw invalidSearch(`${cause.message}: ${text.slice(0, 200)}`);
    throw cause;
  }
};

interface SortField {
  readonly field: string;
  readonly isDescending: boolean;
}

const readSort = (text: string): readonly SortField[] =>
  text.split(',').map((part) => {
    const [, field, direction] = /^\s*([\w.]+)\s+(asc|desc)\s*$/iu.exec(part) ?? [];
    if (field === undefined)
      throw invalidSearch(`Cannot parse the sort order "${part.trim()}"; write FIELD asc or FIELD desc.`);
    return { field, isDescending: direction?.toLowerCase() === 'desc' };
  });

const storeSorts: Readonly<Record<string, CatalogueQuery['sort']>> = {
  'metadata_modified desc': 'modified',
  'metadata_created desc': 'created',
  'title asc': 'title',
  'title_string asc': 'title',
};

/** The order if the catalogue's own search knows it. */
const storeSort = (sort: readonly SortField[], hasText: boolean): CatalogueQuery['sort'] => {
  const [first] = sort;
  if (first === undefined || first.field === 'score') return hasText ? 'relevance' : 'modified';
  return storeSorts[`${first.field} ${first.isDescending ? 'desc' : 'asc'}`];
};

interface Found {
  readonly shown: CkanObject;
  readonly document: SearchDocument;
}

const valueFor = (document: SearchDocument, field: string): string => document.get(field)?.[0] ?? '';

const compareFound =
  (sort: readonly SortField[]) =>
  (one: Found, other: Found): number => {
    for (const { field, isDescending } of sort) {
      const [left, right] = [valueFor(one.document, field), valueFor(other.document, field)];
      const order = left < right ? -1 : left > right ? 1 : 0;
      if (order !== 0) return isDescending ? -order : order;
    }
    return 0;
  };

interface Request {
  readonly plan: SearchPlan;
  readonly states: ReturnType<typeof statesFor>;
  readonly sort: readonly SortField[];
  readonly rows: number;
  readonly start: number;
  readonly facetFields: readonly string[];
  readonly facetLimit: number;
  readonly facetMinimum: number;
}

const maxRows = 1000;
const defaultRows = 10;
const defaultFacetLimit = 50;
const everywhere = '*:*';

const readFacets = (data: CkanObject): Pick<Request, 'facetFields' | 'facetLimit' | 'facetMinimum'> => {
  const isFaceted = data['facet'] === undefined || isTrue(data['facet']);
  const isUnlimited = optionalText(data, 'facet.limit') === '-1';
  return {
    facetFields: isFaceted ? textsIn(data['facet.field']) : [],
    facetLimit: isUnlimited
      ? Number.POSITIVE_INFINITY
      : (wholeNumber(data, 'facet.limit') ?? defaultFacetLimit),
    facetMinimum: wholeNumber(data, 'facet.mincount') ?? 1,
  };
};

const readRequest = (
  call: ActionCall,
  data: CkanObject,
  collections: Collections,
  names: Parameters<typeof planSearch>[1]['names'],
): Request => {
  const unknown = Object.keys(data).filter((key) => !known.has(key));
  if (unknown.length > 0) throw invalidSearch(`Invalid search parameters: ${unknown.join(', ')}`);
  const states = statesFor(call, {
    isPrivate: isTrue(data['include_private']) || isTrue(data['include_drafts']),
    isDeleted: isTrue(data['include_deleted']),
  });
  const q = (optionalText(data, 'q') ?? everywhere).trim();
  const isText = q !== everywhere && isPlainText(q);
  const filters = [
    ...textsIn(data['fq_list']),
    ...(optionalText(data, 'fq') === undefined ? [] : [String(data['fq'])]),
  ];
  const filter = allOf([...(isText ? [] : [parse(q)]), ...filters.map(parse)]);
  const plan = planSearch(isText ? { text: q, filter } : { filter }, {
    names,
    nowMs: call.clock.now(),
    isPublicOnly: states.length === 1,
  });
  return {
    plan,
    states,
    sort: readSort(optionalText(data, 'sort') ?? 'score desc, metadata_modified desc'),
    rows: Math.min(wholeNumber(data, 'rows') ?? defaultRows, maxRows),
    start: wholeNumber(data, 'start') ?? 0,
    ...readFacets(data),
  };
};

type Counts = ReadonlyMap<string, number>;

interface Result {
  readonly count: number;
  readonly results: readonly CkanObject[];
  readonly facets: Readonly<Record<string, Counts>>;
}

const selectionOf = ({ plan, states }: Request) => ({
  states,
  facets: plan.facets,
  ...(plan.text === undefined ? {} : { text: plan.text }),
  ...(plan.modifiedSince === undefined ? {} : { modifiedSince: plan.modifiedSince }),
});

const countValues = (found: readonly Found[], field: string): Counts => {
  const counts = new Map<string, number>();
  for (const { document } of found)
    for (const value of new Set(document.get(field) ?? [])) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};

/** Tests entry by entry: anything that CKAN's syntax can say. */
const searchByReading = async (
  call: ActionCall,
  request: Request,
  collections: Collections,
): Promise<Result> => {
  const test = solrTest(request.plan.rest, call.clock.now());
  const hasText = request.plan.text !== undefined;
  const sort = storeSort(request.sort, hasText);
  const found: Found[] = [];
  for await (const record of everyDataset(call, { ...selectionOf(request), sort: sort ?? 'modified' })) {
    const shown = packageDict(record, collections.surroundings(record));
    const document = packageDocument(shown);
    if (test(document)) found.push({ shown, document });
  }
  if (sort === undefined) found.sort(compareFound(request.sort));
  return {
    count: found.length,
    results: found.slice(request.start, request.start + request.rows).map(({ shown }) => shown),
    facets: Object.fromEntries(request.facetFields.map((field) => [field, countValues(found, field)])),
  };
};

const storeFacets: Readonly<Record<string, FacetName>> = {
  organization: 'organisation',
  groups: 'group',
  tags: 'keyword',
};

/** The most values of a facet that the catalogue's own search counts. */
const mostCounted = 200;

/** Whether the catalogue's own search does all that is asked. */
const isForStore = ({ plan, sort, facetFields, facetLimit, facetMinimum, states }: Request): boolean =>
  plan.rest.kind === 'all' &&
  states.length === 1 &&
  storeSort(sort, plan.text !== undefined) !== undefined &&
  facetFields.every((field) => {
    const facet = Object.hasOwn(storeFacets, field) ? storeFacets[field] : undefined;
    return facet !== undefined && plan.facets[facet] === undefined;
  }) &&
  (facetFields.length === 0 || (facetLimit <= mostCounted && facetMinimum > 0));

const searchByStore = async (
  call: ActionCall,
  request: Request,
  collections: Collections,
): Promise<Result> => {
  const sort = storeSort(request.sort, request.plan.text !== undefined) ?? 'modified';
  const facets = request.facetFields.flatMap((field) => storeFacets[field] ?? []);
  const page = await call.catalogue.search({
    ...selectionOf(request),
    tenant: call.tenant,
    kinds: ['dataset'],
    sort,
    limit: request.rows,
    offset: request.start,
    count: facets,
  });
  const named = (field: string, value: string): readonly string[] => {
    if (field === 'tags') return [value];
    const collection = field === 'groups' ? collections.group(value) : collections.organisation(value);
    return collection === undefined ? [] : [collection.name];
  };
  const countsOf = (field: string): Counts => {
    const facet = storeFacets[field];
    const values = facet === undefined ? [] : (page.facets[facet] ?? []);
    return new Map(
      values.flatMap(({ value, count }) => named(field, value).map((name) => [name, count] as const)),
    );
  };
  return {
    count: page.count,
    results: page.records
      .filter((record): record is DatasetRecord => record.kind === 'dataset' && maySee(call, record))
      .map((record) => packageDict(record, collections.surroundings(record))),
    facets: Object.fromEntries(request.facetFields.map((field) => [field, countsOf(field)])),
  };
};

const limited = (
  counts: Counts,
  { facetLimit, facetMinimum }: Request,
): readonly (readonly [string, number])[] =>
  [...counts]
    .filter(([, count]) => count >= facetMinimum)
    .sort(([one, ones], [other, others]) => others - ones || (one < other ? -1 : 1))
    .slice(0, facetLimit);

const facetTitles = (field: string, value: string, titles: ReadonlyMap<string, string>): string =>
  titles.get(`${field}:${value}`) ?? value;

const answerOf = (
  request: Request,
  result: Result,
  titles: ReadonlyMap<string, string>,
  data: CkanObject,
) => {
  const facets = request.facetFields.map(
    (field) => [field, limited(result.facets[field] ?? new Map(), request)] as const,
  );
  return {
    count: result.count,
    facets: Object.fromEntries(facets.map(([field, values]) => [field, Object.fromEntries(values)])),
    results: result.results,
    sort: optionalText(data, 'sort') ?? 'score desc, metadata_modified desc',
    search_facets: Object.fromEntries(
      facets.map(([field, values]) => [
        field,
        {
          title: field,
          items: values.map(([name, count]) => ({
            name,
            display_name: facetTitles(field, name, titles),
            count,
          })),
        },
      ]),
    ),
  };
};

const search = async (call: ActionCall, data: CkanObject): Promise<unknown> => {
  const collections = await readCollections(call);
  const { organisations, groups } = collections;
  const ids = new Map(organisations.map(({ name, id }) => [name, id]));
  const groupIds = new Map(groups.map(({ name, id }) => [name, id]));
  const request = readRequest(call, data, collections, {
    organisationId: (name) => ids.get(name),
    groupId: (name) => groupIds.get(name),
  });
  const result = isForStore(request)
    ? await searchByStore(call, request, collections)
    : await searchByReading(call, request, collections);
  const titles = new Map([
    ...organisations.map(({ name, title }) => [`organization:${name}`, title] as const),
    ...groups.map(({ name, title }) => [`groups:${name}`, title] as const),
  ]);
  const answer = answerOf(request, result, titles, data);
  const members = textsIn(data['fl']).flatMap((list) => list.split(',').map((name) => name.trim()));
  if (members.length === 0) return answer;
  const picked = answer.results.map((one) =>
    Object.fromEntries(members.map((name) => [name, one[name] ?? null])),
  );
  return { ...answer, results: picked };
};

export const searchActions: Actions = {
  package_search: reads(
    'Search for packages. q: words or a query in Solr syntax; fq, fq_list: filters in Solr syntax; sort; rows (10 unless told, at most 1000); start; facet, facet.field, facet.limit, facet.mincount; include_private, include_drafts, include_deleted; fl.',
    search,
  ),
};
