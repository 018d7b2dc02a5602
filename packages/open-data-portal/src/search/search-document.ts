import { bboxOfLocation, type Bbox } from '../catalogue/bounding-box.ts';
import type { CatalogueRecord } from '../catalogue/catalogue-record.ts';
import type { FacetName } from '../catalogue/catalogue-store.ts';
import type { LanguageMap } from '../catalogue/dataset.ts';
import { stemsOf } from './german-words.ts';

/** What is sought of an entry; the same in every database. */
export interface SearchDocument {
  /** Stems, by weight: title, keywords, everything else. */
  readonly title: string;
  readonly keywords: string;
  readonly rest: string;
  readonly facets: readonly (readonly [FacetName, string])[];
  readonly boxes: readonly Bbox[];
  /** Title in one line for sorting. */
  readonly sortTitle: string;
}

const texts = (map: LanguageMap | undefined): string => Object.values(map ?? {}).join(' ');

const stemmed = (...parts: readonly string[]): string => stemsOf(parts.join(' ')).join(' ');

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
    boxes: spatial.map(bboxOfLocation).filter((box) => box !== undefined),
    sortTitle: (content.title['de'] ?? title).toLowerCase(),
  };
};

/** The words of an entry that compounds and typing errors are understood by; shorter ones tell nothing. */
export const knownWordsOf = ({ title, keywords, rest }: SearchDocument): readonly string[] => [
  ...new Set(`${title} ${keywords} ${rest}`.split(' ').filter((word) => word.length > 2)),
];
