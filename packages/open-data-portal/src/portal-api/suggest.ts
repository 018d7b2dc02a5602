import { publishedDatasets } from '../catalogue/published.ts';
import type { CatalogueStore } from '../catalogue/catalogue-store.ts';
import type { LanguageMap } from '../catalogue/dataset.ts';
import { readTenant } from '../tenant-parameter.ts';
import { readText } from './read-search.ts';

export const suggestionParameters = ['tenant', 'text'] as const;

/** What somebody who is typing may mean. */
export type Suggestion =
  | { readonly kind: 'dataset'; readonly name: string; readonly title: LanguageMap }
  | { readonly kind: 'organisation'; readonly name: string; readonly title: string }
  | { readonly kind: 'keyword'; readonly value: string; readonly count: number };

const [maxDatasets, maxKeywords, maxOrganisations] = [5, 3, 2];

/** Data sets, keywords and organisations that begin as the words do. */
export const suggest = async (
  store: Pick<CatalogueStore, 'search' | 'listCollections'>,
  query: URLSearchParams,
): Promise<{ readonly suggestions: readonly Suggestion[] }> => {
  const [tenant, text] = [readTenant(query), readText(query)];
  if (text === undefined) return { suggestions: [] };
  const [page, organisations] = await Promise.all([
    store.search({
      tenant,
      ...publishedDatasets,
      text,
      sort: 'relevance',
      limit: maxDatasets,
      offset: 0,
      count: ['keyword'],
    }),
    store.listCollections(tenant, 'organisation'),
  ]);
  const begins = text.toLowerCase();
  const isMeant = (name: string): boolean =>
    name.toLowerCase().startsWith(begins) || name.toLowerCase().includes(` ${begins}`);
  return {
    suggestions: [
      ...page.records.map(({ name, content }) => ({ kind: 'dataset' as const, name, title: content.title })),
      ...(page.facets.keyword ?? [])
        .filter(({ value }) => isMeant(value))
        .slice(0, maxKeywords)
        .map(({ value, count }) => ({ kind: 'keyword' as const, value, count })),
      ...organisations
        .filter(({ state, title }) => state === 'active' && isMeant(title))
        .slice(0, maxOrganisations)
        .map(({ name, title }) => ({ kind: 'organisation' as const, name, title })),
    ],
  };
};
