import type { JsonObject } from '@allmende/kernel';
import type { Agent, ContactPoint, Dataset, Iri, Location, PeriodOfTime } from '../catalogue/dataset.ts';
import {
  accessRightOf,
  frequencyOf,
  geocodingLevelOf,
  geocodingOf,
  languageOf,
  licenceIri,
  resolutionOf,
  themeOf,
} from './dkan-vocabularies.ts';
import { takeText, termThrough } from './dkan-resource.ts';
import type { ExportFields } from './export-fields.ts';
import { readDate, readTerms, readUrl, type Term } from './notation.ts';
import { readWkt } from './wkt.ts';

/** Members of a dataset that come from its own fields; resources and extras are added later. */
export type DatasetFacts = Omit<Dataset, 'distributions' | 'extras'>;

const unique = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];

/** All terms of a field through a list; undefined if one of them is not in it. */
const termsThrough =
  (find: (text: string) => Iri | undefined) =>
  (text: string): readonly Iri[] | undefined => {
    const found = (readTerms(text) ?? [{ name: text, key: '' }]).map(({ name }) => find(name));
    return found.every((value) => value !== undefined) ? unique(found) : undefined;
  };

const readNames = (text: string): readonly string[] | undefined => {
  const names = readTerms(text)?.map(({ name }) => name);
  return names?.every((name) => name !== '') === true ? names : undefined;
};

const agentOf = ({ name, key }: Term): Agent | undefined => {
  const homepage = readUrl(key);
  if (name === '') return undefined;
  return homepage === undefined ? { name } : { name, homepage };
};

const readAgents = (text: string): readonly Agent[] | undefined => {
  const agents = readTerms(text)?.map(agentOf);
  return agents?.every((agent) => agent !== undefined) === true ? agents : undefined;
};

const contributorPrefix = 'http://dcat-ap.de/def/contributors/';

const contributorParts = (fields: ExportFields): Pick<DatasetFacts, 'contributors' | 'contributorIds'> => {
  const agents = fields.read('DD Contributor', readAgents) ?? [];
  const isListed = ({ homepage = '' }: Agent): boolean => homepage.startsWith(contributorPrefix);
  return {
    contributors: agents.filter((agent) => !isListed(agent)),
    contributorIds: agents.filter(isListed).flatMap(({ homepage }) => homepage ?? []),
  };
};

/** DKAN shows the group as publisher where no other is named; without one, who wrote it has published it. */
const publisherParts = (
  fields: ExportFields,
  group: string | undefined,
): Pick<DatasetFacts, 'publisher' | 'creators'> => {
  const [publisher] = fields.read('DD Publisher', readAgents) ?? [];
  const author = fields.take('Author');
  const creators = fields.read('DD Creator', readAgents) ?? [];
  const name = group ?? author;
  const known = publisher ?? (name === undefined ? undefined : { name });
  return {
    ...(known === undefined ? {} : { publisher: known }),
    creators: [...creators, ...(author === undefined ? [] : [{ name: author }])],
  };
};

const readMail = (text: string): string | undefined =>
  /^[^\s@<>]+@[^\s@<>]+$/u.test(text) ? text : undefined;

const contactParts = (fields: ExportFields): readonly ContactPoint[] => {
  const email = fields.read('Contact Email', readMail);
  const name = fields.take('Contact Name') ?? email;
  if (name === undefined) return [];
  return [email === undefined ? { name } : { name, email }];
};

const readGeoNames = (text: string): readonly Iri[] | undefined => {
  const ids = (readTerms(text) ?? []).map(({ key }) => /geonames\.org\/(\d+)/u.exec(key)?.[1]);
  if (ids.length === 0 || !ids.every((id) => id !== undefined)) return undefined;
  return ids.map((id) => `https://sws.geonames.org/${id}/`);
};

const spatialParts = (fields: ExportFields): readonly Location[] => {
  const geometry = fields.read('Geographical Coverage Area', readWkt);
  const place = fields.take('Geographical Location');
  const others = (fields.read('DD Place', readNames) ?? []).filter((name) => name !== place);
  const iris = fields.read('DD Geonames', readGeoNames) ?? [];
  const first: Location = {
    ...(place === undefined ? {} : { label: place }),
    ...(geometry === undefined ? {} : { geometry }),
  };
  return [
    ...(Object.keys(first).length === 0 ? [] : [first]),
    ...others.map((label) => ({ label })),
    ...iris.map((iri) => ({ iri })),
  ];
};

const isReversed = ({ startDate, endDate }: PeriodOfTime): boolean =>
  startDate !== undefined && endDate !== undefined && Date.parse(startDate) > Date.parse(endDate);

const periodOf = (
  fields: ExportFields,
  [start, end]: readonly [string, string],
): PeriodOfTime | undefined => {
  const startDate = fields.read(start, readDate);
  const endDate = fields.read(end, readDate);
  if (startDate === undefined && endDate === undefined) return undefined;
  const period = {
    ...(startDate === undefined ? {} : { startDate }),
    ...(endDate === undefined ? {} : { endDate }),
  };
  if (!isReversed(period)) return period;
  fields.find('period-reversed', start, `${startDate ?? ''} – ${endDate ?? ''}`);
  fields.putBack(start);
  fields.putBack(end);
  return undefined;
};

const isSamePeriod = (one: PeriodOfTime, other: PeriodOfTime): boolean =>
  one.startDate === other.startDate && one.endDate === other.endDate;

const temporalParts = (fields: ExportFields): readonly PeriodOfTime[] => {
  const precise = periodOf(fields, ['DD Temporal Start', 'DD Temporal End']);
  const general = periodOf(fields, ['Temporal Coverage Start', 'Temporal Coverage End']);
  if (precise === undefined) return general === undefined ? [] : [general];
  return general === undefined || isSamePeriod(precise, general) ? [precise] : [precise, general];
};

const resolutionParts = (fields: ExportFields): Pick<DatasetFacts, 'temporalResolution'> => {
  const own = fields.read('DD Granularity', termThrough(resolutionOf), 'unknown-value');
  // The older field also says "longitude/latitude": no finding then, it is among the extras.
  const older = resolutionOf(fields.see('Granularity') ?? '');
  if (older !== undefined && (own === undefined || own === older)) fields.take('Granularity');
  const resolution = own ?? older;
  return resolution === undefined ? {} : { temporalResolution: resolution };
};

const relationParts = (fields: ExportFields): readonly Iri[] => {
  const text = fields.see('Related Content');
  if (text === undefined) return [];
  const addresses = readTerms(text)?.map(({ key }) => readUrl(key));
  if (addresses?.every((address) => address !== undefined) !== true) {
    fields.find('invalid-value', 'Related Content');
    return [];
  }
  // The titles have no place in DCAT; the field stays in the extras for them.
  return addresses.filter((address) => address !== undefined);
};

const readMany =
  (read: (text: string) => Iri | undefined) =>
  (text: string): readonly Iri[] | undefined => {
    const value = read(text);
    return value === undefined ? undefined : [value];
  };

const codeParts = (fields: ExportFields) => {
  const frequency = fields.read('Frequency', frequencyOf, 'unknown-value');
  const accessRights = fields.read('Public Access Level', accessRightOf, 'unknown-value');
  const language = fields.read('Language', languageOf, 'unknown-value');
  const languages = fields.read('DD Language', termsThrough(languageOf), 'unknown-value') ?? [];
  return {
    themes: fields.read('DD Thema', termsThrough(themeOf), 'unknown-value') ?? [],
    ...(frequency === undefined ? {} : { accrualPeriodicity: frequency }),
    ...(accessRights === undefined ? {} : { accessRights }),
    languages: unique([...(language === undefined ? [] : [language]), ...languages]),
    politicalGeocodings: fields.read('DD Geocode', termsThrough(geocodingOf), 'unknown-value') ?? [],
    politicalGeocodingLevels:
      fields.read('DD Geolevel', termsThrough(geocodingLevelOf), 'unknown-value') ?? [],
    conformsTo: fields.read('Data Standard', readMany(readUrl)) ?? [],
    landingPages: fields.read('Homepage URL', readMany(readUrl)) ?? [],
  };
};

const dateParts = (fields: ExportFields): Pick<DatasetFacts, 'issued' | 'modified'> => {
  const issued = fields.read('Created', readDate);
  const modified = fields.read('Modified', readDate);
  return {
    ...(issued === undefined ? {} : { issued }),
    ...(modified === undefined ? {} : { modified }),
  };
};

const empty = {
  hvdCategories: [],
  applicableLegislation: [],
  documentation: [],
  sources: [],
  inSeries: [],
} as const;

/** Licence of the dataset in words; it stays in the extras, as DCAT has licences at distributions only. */
export const datasetLicence = (fields: ExportFields): Iri | undefined => {
  const text = fields.see('License');
  const licence = text === undefined ? undefined : licenceIri(text);
  if (text !== undefined && licence === undefined) fields.find('unknown-value', 'License');
  return licence;
};

/** The topics of DKAN (field Tags). */
export const readTopics = (entry: JsonObject): readonly Term[] =>
  readTerms(String(entry['Tags'] ?? '')) ?? [];

/** One dataset of DKAN without its resources. */
export const readDkanFacts = (fields: ExportFields, group: string | undefined): DatasetFacts => {
  const topics = fields.read('Tags', readNames) ?? [];
  const keywords = unique([...(fields.read('Schlagworte', readNames) ?? []), ...topics]);
  const identifier = fields.take('Dataset-ID') ?? '';
  return {
    title: { de: fields.take('Title') ?? identifier },
    description: { de: takeText(fields, 'Description') ?? fields.take('Title') ?? identifier },
    keywords: keywords.length === 0 ? {} : { de: keywords },
    ...empty,
    ...codeParts(fields),
    ...publisherParts(fields, group),
    ...contributorParts(fields),
    ...dateParts(fields),
    ...resolutionParts(fields),
    maintainers: fields.read('DD Maintainer', readAgents) ?? [],
    originators: fields.read('DD Originator', readAgents) ?? [],
    contactPoints: contactParts(fields),
    identifiers: [identifier],
    temporal: temporalParts(fields),
    spatial: spatialParts(fields),
    relations: relationParts(fields),
  };
};
