import type { CatalogueResource, Dataset, DatasetSeries, DataService, Distribution } from './dataset.ts';

/** What datasets, services and series share, with nothing said; a description begins with it. */
export const emptyResource = {
  title: {},
  description: {},
  keywords: {},
  themes: [],
  hvdCategories: [],
  applicableLegislation: [],
  contributorIds: [],
  creators: [],
  contactPoints: [],
  languages: [],
  identifiers: [],
  landingPages: [],
  conformsTo: [],
} as const satisfies CatalogueResource;

export const emptyDataset = {
  ...emptyResource,
  maintainers: [],
  originators: [],
  contributors: [],
  temporal: [],
  spatial: [],
  politicalGeocodingLevels: [],
  politicalGeocodings: [],
  documentation: [],
  relations: [],
  sources: [],
  inSeries: [],
  distributions: [],
  extras: {},
} as const satisfies Dataset;

/** A distribution has an id, whatever else it lacks. */
export const emptyDistribution = {
  accessUrls: [],
  downloadUrls: [],
  languages: [],
  conformsTo: [],
  documentation: [],
  applicableLegislation: [],
  accessServices: [],
  extras: {},
} as const satisfies Omit<Distribution, 'id'>;

export const emptyDataService = {
  ...emptyResource,
  endpointUrls: [],
  endpointDescriptions: [],
  servesDatasets: [],
  documentation: [],
} as const satisfies DataService;

export const emptyDatasetSeries = {
  ...emptyResource,
  temporal: [],
  spatial: [],
} as const satisfies DatasetSeries;
