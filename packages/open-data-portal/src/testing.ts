import type { DatasetRecord } from './catalogue/catalogue-record.ts';
import type { Dataset, Distribution } from './catalogue/dataset.ts';
import { demoCatalogue } from './demo-catalogue/demo-catalogue.ts';

/** A dataset without more than a title. */
export const aDataset = (parts: Partial<Dataset> = {}): Dataset => ({
  title: { de: 'Luftqualität an Messstationen' },
  description: { de: 'Stündliche Messwerte.' },
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
  ...parts,
});

/** A distribution without more than an address. */
export const aDistribution = (parts: Partial<Distribution> = {}): Distribution => ({
  id: 'distribution-1',
  accessUrls: ['https://daten.stadt.example/luft.csv'],
  downloadUrls: [],
  languages: [],
  conformsTo: [],
  documentation: [],
  applicableLegislation: [],
  accessServices: [],
  extras: {},
  ...parts,
});

/** A published dataset of the default tenant; its id is its name unless told otherwise. */
export const aRecord = (name: string, parts: Partial<DatasetRecord> = {}): DatasetRecord => ({
  tenant: '',
  id: `id-of-${name}`,
  name,
  kind: 'dataset',
  state: 'published',
  groups: [],
  version: 1,
  createdAt: '2026-11-25T08:00:00.000Z',
  modifiedAt: '2026-11-25T08:00:00.000Z',
  content: aDataset(),
  ...parts,
});

/** Addresses in the demo's catalogue that the server itself answers, and as what. */
export const demoAddresses = (
  baseUrl: string,
): readonly { readonly address: string; readonly mediaType: string }[] =>
  demoCatalogue(baseUrl)
    .records.flatMap(({ content }) => content.distributions)
    .flatMap(({ accessUrls, mediaType = '' }) => accessUrls.map((address) => ({ address, mediaType })))
    .filter(({ address }) => address.startsWith(baseUrl));
