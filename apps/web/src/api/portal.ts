import { readJson, toParameters } from './http.ts';

/** Text by language tag. */
export type LanguageMap = Readonly<Record<string, string>>;

export interface Labelled {
  readonly value: string;
  readonly label: LanguageMap;
}

export interface CollectionReference {
  readonly name: string;
  readonly title: string;
}

/** A data set as a result of a search. */
export interface DatasetSummary {
  readonly id: string;
  readonly name: string;
  readonly title: LanguageMap;
  readonly summary: LanguageMap;
  readonly organisation?: CollectionReference;
  readonly formats: readonly Labelled[];
  readonly themes: readonly Labelled[];
  readonly distributions: number;
  readonly modified: string;
  readonly isLive: boolean;
  readonly isHighValue: boolean;
}

export interface CountedValue extends Labelled {
  readonly count: number;
}

export interface DatasetPage {
  /** Of all pages. */
  readonly count: number;
  readonly datasets: readonly DatasetSummary[];
  readonly facets: Readonly<Record<string, readonly CountedValue[]>>;
}

export interface Agent {
  readonly name: string;
  readonly email?: string;
  readonly homepage?: string;
}

export interface ContactPoint {
  readonly name: string;
  readonly email?: string;
  readonly phone?: string;
  readonly url?: string;
}

export interface Location {
  readonly label?: string;
  readonly iri?: string;
  readonly geometry?: { readonly type: string; readonly coordinates: unknown };
  readonly bbox?: readonly [number, number, number, number];
}

/** One file or interface of a data set. */
export interface Distribution {
  readonly id: string;
  readonly title?: LanguageMap;
  readonly description?: LanguageMap;
  readonly accessUrls: readonly string[];
  readonly downloadUrls: readonly string[];
  readonly format?: string;
  readonly mediaType?: string;
  readonly licence?: string;
  readonly licenceAttributionByText?: LanguageMap;
  readonly modified?: string;
  readonly byteSize?: number;
  readonly documentation: readonly string[];
}

/** What DCAT-AP.de says of a data set, as far as the page shows it. */
export interface DatasetContent {
  readonly title: LanguageMap;
  readonly description: LanguageMap;
  readonly keywords: Readonly<Record<string, readonly string[]>>;
  readonly themes: readonly string[];
  readonly hvdCategories: readonly string[];
  readonly applicableLegislation: readonly string[];
  readonly publisher?: Agent;
  readonly creators: readonly Agent[];
  readonly maintainers: readonly Agent[];
  readonly contactPoints: readonly ContactPoint[];
  readonly issued?: string;
  readonly modified?: string;
  readonly accessRights?: string;
  readonly languages: readonly string[];
  readonly identifiers: readonly string[];
  readonly landingPages: readonly string[];
  readonly conformsTo: readonly string[];
  readonly accrualPeriodicity?: string;
  readonly temporal: readonly { readonly startDate?: string; readonly endDate?: string }[];
  readonly spatial: readonly Location[];
  readonly politicalGeocodingLevels: readonly string[];
  readonly politicalGeocodings: readonly string[];
  readonly geocodingDescription?: LanguageMap;
  readonly legalBasis?: LanguageMap;
  readonly provenance?: LanguageMap;
  readonly documentation: readonly string[];
  readonly version?: string;
  readonly versionNotes?: LanguageMap;
  readonly distributions: readonly Distribution[];
  readonly extras: Readonly<Record<string, string>>;
}

export interface DatasetView extends Omit<DatasetSummary, 'title'> {
  readonly version: number;
  readonly createdAt: string;
  readonly modifiedAt: string;
  readonly groups: readonly CollectionReference[];
  readonly content: DatasetContent;
  /** Names of code list entries by IRI. */
  readonly labels: Readonly<Record<string, LanguageMap>>;
  readonly similar: readonly DatasetSummary[];
  readonly revisions: readonly { readonly version: number; readonly at: string }[];
}

export interface Organisation extends CollectionReference {
  readonly id: string;
  readonly description: string;
  readonly imageUrl?: string;
  readonly homepage?: string;
  readonly email?: string;
  readonly datasets: number;
}

export interface Theme extends Labelled {
  readonly datasets: number;
}

const base = '/api/portal';

const addressOf = (path: string, tenant: string, parameters = new URLSearchParams()): string => {
  const all = new URLSearchParams(parameters);
  if (tenant !== '') all.set('tenant', tenant);
  const query = all.toString();
  return `${base}/${path}${query === '' ? '' : `?${query}`}`;
};

/** Published data sets; the parameters are those of the search. */
export const searchDatasets = (
  parameters: URLSearchParams,
  tenant: string,
  signal?: AbortSignal,
): Promise<DatasetPage> => readJson(addressOf('datasets', tenant, parameters), signal);

/** Address of a data set's JSON. */
export const datasetAddress = (name: string, tenant = ''): string =>
  addressOf(`datasets/${encodeURIComponent(name)}`, tenant);

export const getDataset = (name: string, tenant: string, signal?: AbortSignal): Promise<DatasetView> =>
  readJson(datasetAddress(name, tenant), signal);

export const getOrganisations = async (
  tenant: string,
  signal?: AbortSignal,
): Promise<readonly Organisation[]> =>
  (
    await readJson<{ readonly organisations: readonly Organisation[] }>(
      addressOf('organisations', tenant),
      signal,
    )
  ).organisations;

export const getOrganisation = (name: string, tenant: string, signal?: AbortSignal): Promise<Organisation> =>
  readJson(addressOf(`organisations/${encodeURIComponent(name)}`, tenant), signal);

export const getThemes = async (tenant: string, signal?: AbortSignal): Promise<readonly Theme[]> =>
  (await readJson<{ readonly themes: readonly Theme[] }>(addressOf('themes', tenant), signal)).themes;

/** The catalogue in numbers. */
export const getStatistics = (
  tenant: string,
  signal?: AbortSignal,
): Promise<{ readonly datasets: number; readonly organisations: number }> =>
  readJson(`${base}/statistics?${toParameters({ tenant })}`, signal);
