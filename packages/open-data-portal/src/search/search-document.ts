import type { CatalogueRecord } from '../catalogue/catalogue-record.ts';
import type { FacetName } from '../catalogue/catalogue-store.ts';
import type { LanguageMap, Location } from '../catalogue/dataset.ts';
import { stemsOf } from './german-words.ts';

/** West, south, east, north in degrees. */
export type Box = readonly [number, number, number, number];

/** What is sought of an entry; the same in every database. */
export interface SearchDocument {
  /** Stems, by weight: title, keywords, everything else. */
  readonly title: string;
  readonly keywords: string;
  readonly rest: string;
  readonly facets: readonly (readonly [FacetName, string])[];
  readonly boxes: readonly Box[];
  /** Title in one line for sorting. */
  readonly sortTitle: string;
}

const texts = (map: LanguageMap | undefined): string => Object.values(map ?? {}).join(' ');

const stemmed = (...parts: readonly string[]): string => stemsOf(parts.join(' ')).join(' ');

const isPosition = (value: unknown): value is readonly [number, number] =>
  Array.isArray(value) && typeof value[0] === 'number' && typeof value[1] === 'number';

/** All positions of a geometry, however deep they lie. */
const positionsOf = (coordinates: unknown): readonly (readonly [number, number])[] => {
  if (isPosition(coordinates)) return [coordinates];
  return Array.isArray(coordinates) ? coordinates.flatMap(positionsOf) : [];
};

const boxOf = ({ bbox, geometry }: Location): readonly Box[] => {
  if (bbox !== undefined) return [bbox];
  const positions = positionsOf(geometry?.coordinates);
  const [first] = positions;
  if (first === undefined) return [];
  let [west, south, east, north] = [first[0], first[1], first[0], first[1]];
  for (const [x, y] of positions) {
    [west, east] = [Math.min(west, x), Math.max(east, x)];
    [south, north] = [Math.min(south, y), Math.max(north, y)];
  }
  return [[west, south, east, north]];
};

const distributionsOf = (record: CatalogueRecord) =>
  record.kind === 'dataset' ? record.content.distributions : [];

const present = <Value>(...values: readonly (Value | undefined)[]): readonly Value[] =>
  values.filter((value) => value !== undefined);

const facetsOf = (record: CatalogueRecord): SearchDocument['facets'] => {
  const { content } = record;
  const distributions = distributionsOf(record);
  const frequency = record.kind === 'data-service' ? undefined : record.content.accrualPeriodicity;
  const values: Readonly<Record<FacetName, readonly string[]>> = {
    organisation: present(record.organisation),
    group: record.groups,
    theme: content.themes,
    keyword: Object.values(content.keywords).flat(),
    format: distributions.flatMap(({ format }) => present(format)),
    licence: distributions.flatMap(({ licence }) => present(licence)),
    hvd: content.hvdCategories,
    frequency: present(frequency),
    distribution: distributions.map(({ id }) => id),
  };
  return Object.entries(values).flatMap(([name, all]) =>
    [...new Set(all)].map((value) => [name as FacetName, value] as const),
  );
};

/** What can be found of an entry, and by what. */
export const searchDocumentOf = (record: CatalogueRecord): SearchDocument => {
  const { content } = record;
  const spatial = record.kind === 'data-service' ? [] : record.content.spatial;
  const title = texts(content.title);
  return {
    title: stemmed(title),
    keywords: stemmed(...Object.values(content.keywords).flat()),
    rest: stemmed(
      texts(content.description),
      content.publisher?.name ?? '',
      record.name,
      ...content.identifiers,
      ...spatial.map(({ label = '' }) => label),
      ...distributionsOf(record).flatMap((one) => [texts(one.title), texts(one.description)]),
    ),
    facets: facetsOf(record),
    boxes: spatial.flatMap(boxOf),
    sortTitle: (content.title['de'] ?? title).toLowerCase(),
  };
};
