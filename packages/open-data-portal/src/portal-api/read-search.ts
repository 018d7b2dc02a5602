import { publishedDatasets } from '../catalogue/published.ts';
import { facetNames, type CatalogueQuery, type FacetName } from '../catalogue/catalogue-store.ts';
import { readTenant, refuseParameter } from '../tenant-parameter.ts';

const defaultLimit = 20;
const maxLimit = 100;
const maxOffset = 1_000_000;
const maxTextLength = 500;
const maxFacetValues = 50;

export const sortOrders = ['relevance', 'modified', 'title', 'created'] as const;

/** What people narrow by; the ids of distributions are for programs. */
export const portalFacets = facetNames.filter((name) => name !== 'distribution');

/** Parameters of a search. */
export const searchParameters = ['tenant', 'text', 'bbox', 'sort', 'limit', 'offset', ...portalFacets];

/** Words to look for; undefined where there are none. */
export const readText = (query: URLSearchParams): string | undefined => {
  const text = query.get('text')?.trim() ?? '';
  if (text.length > maxTextLength)
    throw refuseParameter('text', `at most ${String(maxTextLength)} characters are expected`);
  return text === '' ? undefined : text;
};

/** A whole number from 0 on; the usual one where none is given. */
export const readCount = (
  query: URLSearchParams,
  name: string,
  { usual, max }: { readonly usual: number; readonly max: number },
): number => {
  const text = query.get(name);
  if (text === null) return usual;
  const value = /^\d{1,7}$/u.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
  if (value > max) throw refuseParameter(name, `a whole number from 0 up to ${String(max)} is expected`);
  return value;
};

type BoundingBox = NonNullable<CatalogueQuery['bbox']>;

const readBox = (query: URLSearchParams): BoundingBox | undefined => {
  const text = query.get('bbox');
  if (text === null) return undefined;
  const [west, south, east, north, ...more] = text
    .split(',')
    .map((part) => (/^\s*[+-]?\d{1,3}(?:\.\d{1,15})?\s*$/u.test(part) ? Number(part) : Number.NaN));
  if (
    west === undefined ||
    south === undefined ||
    east === undefined ||
    north === undefined ||
    more.length > 0
  )
    throw refuseParameter(
      'bbox',
      'west,south,east,north in degrees are expected, for example 7.5,51.9,7.7,52',
    );
  const isPlace = Math.abs(west) <= 180 && Math.abs(east) <= 180 && south >= -90 && north <= 90;
  if (!isPlace || !(west <= east) || !(south <= north))
    throw refuseParameter('bbox', 'degrees are expected, west not beyond east and south not beyond north');
  return [west, south, east, north];
};

const readSort = (query: URLSearchParams): CatalogueQuery['sort'] => {
  const text = query.get('sort');
  if (text === null) return undefined;
  const order = sortOrders.find((one) => one === text);
  if (order === undefined) throw refuseParameter('sort', `one of ${sortOrders.join(', ')} is expected`);
  return order;
};

/** Values by facet; a facet is named once for each value. */
export const readFacets = (query: URLSearchParams): NonNullable<CatalogueQuery['facets']> => {
  const chosen = portalFacets.map((name): readonly [FacetName, readonly string[]] => [
    name,
    [...new Set(query.getAll(name))].filter((value) => value !== ''),
  ]);
  for (const [name, values] of chosen)
    if (values.length > maxFacetValues)
      throw refuseParameter(name, `at most ${String(maxFacetValues)} values are expected`);
  return Object.fromEntries(chosen.filter(([, values]) => values.length > 0));
};

/** A search of the published data sets; all words, facets and the area hold together. */
export const readSearch = (query: URLSearchParams): CatalogueQuery => {
  const [text, bbox, sort] = [readText(query), readBox(query), readSort(query)];
  return {
    tenant: readTenant(query),
    ...publishedDatasets,
    facets: readFacets(query),
    sort: sort ?? (text === undefined ? 'modified' : 'relevance'),
    limit: readCount(query, 'limit', { usual: defaultLimit, max: maxLimit }),
    offset: readCount(query, 'offset', { usual: 0, max: maxOffset }),
    count: portalFacets,
    ...(text === undefined ? {} : { text }),
    ...(bbox === undefined ? {} : { bbox }),
  };
};
