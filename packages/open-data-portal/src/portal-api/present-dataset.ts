import type { Collection, DatasetRecord } from '../catalogue/catalogue-record.ts';
import type { Revision } from '../catalogue/catalogue-store.ts';
import type { Dataset, Iri, LanguageMap } from '../catalogue/dataset.ts';
import { labelled, labelsIn, type Labelled, type LabelOf } from './labels.ts';
import { plainSummary } from './plain-summary.ts';

/** An organisation or a group, as far as entries name it. */
export interface CollectionReference {
  readonly name: string;
  readonly title: string;
}

/** A data set as a result of a search shows it. */
export interface DatasetSummary {
  readonly id: string;
  readonly name: string;
  readonly title: LanguageMap;
  /** The beginning of the description, in plain words. */
  readonly summary: LanguageMap;
  readonly organisation?: CollectionReference;
  readonly formats: readonly Labelled[];
  readonly themes: readonly Labelled[];
  readonly distributions: number;
  /** When the data were changed; when the entry was, where that is not known. */
  readonly modified: string;
  readonly isLive: boolean;
  readonly isHighValue: boolean;
}

/** A data set with everything the portal tells the public. */
export interface DatasetView extends Omit<DatasetSummary, 'title'> {
  readonly version: number;
  readonly createdAt: string;
  readonly modifiedAt: string;
  readonly groups: readonly CollectionReference[];
  readonly content: Dataset;
  /** Names of the code list entries in `content`, by IRI. */
  readonly labels: Readonly<Record<Iri, LanguageMap>>;
  readonly similar: readonly DatasetSummary[];
  /** Published states, newest first. */
  readonly revisions: readonly { readonly version: number; readonly at: string }[];
}

/** Organisations and groups by id. */
export type Collections = ReadonlyMap<string, Collection>;

/** Entries of the EU frequency list that mean data of now. */
const liveFrequencies = /\/(?:CONT|UPDATE_CONT|\d+MIN|HOURLY)$/u;

const mapValues = (texts: LanguageMap, change: (text: string) => string): LanguageMap =>
  Object.fromEntries(Object.entries(texts).map(([language, text]) => [language, change(text)]));

const referenceTo = (collection: Collection | undefined): CollectionReference | undefined =>
  collection?.state === 'active' ? { name: collection.name, title: collection.title } : undefined;

const formatsOf = ({ distributions }: Dataset, labelOf: LabelOf): readonly Labelled[] => {
  const formats = distributions.flatMap(({ format, mediaType }) => format ?? mediaType ?? []);
  return [...new Set(formats)].map((format) => labelled(format, labelOf));
};

/** What a list tells of a data set. */
export const summarise = (
  { id, name, content, organisation, modifiedAt }: DatasetRecord,
  organisations: Collections,
  labelOf: LabelOf,
): DatasetSummary => {
  const owner = referenceTo(organisations.get(organisation ?? ''));
  return {
    id,
    name,
    title: content.title,
    summary: mapValues(content.description, plainSummary),
    ...(owner === undefined ? {} : { organisation: owner }),
    formats: formatsOf(content, labelOf),
    themes: content.themes.map((theme) => labelled(theme, labelOf)),
    distributions: content.distributions.length,
    modified: content.modified ?? modifiedAt,
    isLive: liveFrequencies.test(content.accrualPeriodicity ?? ''),
    isHighValue: content.hvdCategories.length > 0,
  };
};

interface Around {
  readonly organisations: Collections;
  readonly groups: Collections;
  readonly similar: readonly DatasetRecord[];
  readonly revisions: readonly Revision[];
  readonly labelOf: LabelOf;
}

/** What the page of a data set tells. */
export const presentDataset = (
  record: DatasetRecord,
  { organisations, groups, similar, revisions, labelOf }: Around,
): DatasetView => {
  const { title: _title, ...summary } = summarise(record, organisations, labelOf);
  return {
    ...summary,
    version: record.version,
    createdAt: record.createdAt,
    modifiedAt: record.modifiedAt,
    groups: record.groups.flatMap((id) => referenceTo(groups.get(id)) ?? []),
    content: record.content,
    labels: labelsIn(record.content, labelOf),
    similar: similar.map((one) => summarise(one, organisations, labelOf)),
    revisions: revisions
      .filter((revision) => revision.record.state === 'published')
      .map(({ version, at }) => ({ version, at })),
  };
};
