import type { FacetName } from '../../catalogue/catalogue-store.ts';
import { allOf, everything, type SolrQuery } from './solr-query.ts';
import { solrTime } from './solr-date.ts';

/** What the catalogue's own search can take over from a query, and what has to be tested entry by entry. */
export interface SearchPlan {
  readonly facets: Readonly<Partial<Record<FacetName, readonly string[]>>>;
  readonly text?: string;
  readonly modifiedSince?: string;
  readonly rest: SolrQuery;
}

/** Turns the names that queries use into ids; undefined where there is no such collection. */
export interface Names {
  organisationId(name: string): string | undefined;
  groupId(name: string): string | undefined;
}

interface Taken {
  readonly facet: FacetName;
  readonly values: readonly string[];
}

/** Of an entry that cannot be. */
const nowhere = '';

const facetOf = (field: string, value: string, names: Names): Taken | undefined => {
  switch (field) {
    case 'organization':
      return { facet: 'organisation', values: [names.organisationId(value) ?? nowhere] };
    case 'owner_org':
      return { facet: 'organisation', values: [value] };
    case 'groups':
      return { facet: 'group', values: [names.groupId(value) ?? nowhere] };
    case 'tags':
      return { facet: 'keyword', values: [value] };
    default:
      return undefined;
  }
};

const takenFacet = (query: SolrQuery, names: Names): Taken | undefined => {
  if (query.kind === 'phrase') return facetOf(query.field, query.value, names);
  if (query.kind === 'term') return query.isPattern ? undefined : facetOf(query.field, query.value, names);
  if (query.kind !== 'or') return undefined;
  const all = query.parts.map((part) => takenFacet(part, names));
  const [first] = all;
  if (first === undefined || !all.every((one) => one?.facet === first.facet)) return undefined;
  return { facet: first.facet, values: all.flatMap((one) => one?.values ?? []) };
};

/** Every package that is searched has these values. */
const alwaysTrue: Readonly<Record<string, string>> = {
  type: 'dataset',
  dataset_type: 'dataset',
  entity_type: 'package',
};
const trueOfPublic: Readonly<Record<string, string>> = {
  state: 'active',
  capacity: 'public',
  private: 'false',
};

const isAlwaysTrue = (query: SolrQuery, isPublicOnly: boolean): boolean => {
  if (query.kind !== 'term' && query.kind !== 'phrase') return false;
  const known = isPublicOnly ? { ...alwaysTrue, ...trueOfPublic } : alwaysTrue;
  return Object.hasOwn(known, query.field) && known[query.field] === query.value;
};

const since = (query: SolrQuery, nowMs: number): string | undefined => {
  if (query.kind !== 'range' || query.field !== 'metadata_modified') return undefined;
  const { from, to } = query;
  if (from.value === undefined || !from.isIncluded || to.value !== undefined) return undefined;
  const ms = solrTime(from.value, nowMs);
  return ms === undefined ? undefined : new Date(ms).toISOString();
};

/** Words without signs are sought as people mean them: stems, synonyms, typing errors. */
export const isPlainText = (q: string): boolean =>
  !/[:"()[\]{}*?~^\\]|(?:^|\s)[+\-!]|&&|\|\||(?:^|\s)(?:AND|OR|NOT)(?:\s|$)/u.test(q);

interface PlanContext {
  readonly names: Names;
  readonly nowMs: number;
  /** Whether only published entries are searched. */
  readonly isPublicOnly: boolean;
}

/** Splits a query; `text` are plain words. */
export const planSearch = (
  { text, filter }: { readonly text?: string; readonly filter: SolrQuery },
  { names, nowMs, isPublicOnly }: PlanContext,
): SearchPlan => {
  const parts = filter.kind === 'and' ? filter.parts : [filter];
  const facets: Partial<Record<FacetName, readonly string[]>> = {};
  const rest: SolrQuery[] = [];
  let modifiedSince: string | undefined;
  for (const part of parts) {
    const taken = takenFacet(part, names);
    const start = since(part, nowMs);
    if (isAlwaysTrue(part, isPublicOnly)) continue;
    if (taken !== undefined && facets[taken.facet] === undefined) facets[taken.facet] = taken.values;
    else if (start !== undefined && modifiedSince === undefined) modifiedSince = start;
    else rest.push(part);
  }
  return {
    facets,
    rest: rest.length === 0 ? everything : allOf(rest),
    ...(text === undefined ? {} : { text }),
    ...(modifiedSince === undefined ? {} : { modifiedSince }),
  };
};
