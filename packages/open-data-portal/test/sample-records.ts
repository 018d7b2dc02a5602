import type {
  DataServiceRecord,
  DatasetRecord,
  DatasetSeriesRecord,
} from '../src/catalogue/catalogue-record.ts';
import type { Catalogue, DataService, Dataset, DatasetSeries } from '../src/catalogue/dataset.ts';
import {
  emptyDataService,
  emptyDataset,
  emptyDatasetSeries,
  emptyDistribution as anyDistribution,
} from '../src/catalogue/empty-content.ts';
import { hvdLegislation } from '../src/vocabularies/hvd.ts';

const authority = 'http://publications.europa.eu/resource/authority';

export { emptyDataset };

export const emptyDistribution = { id: 'd', ...anyDistribution } as const;

const facts = {
  tenant: '',
  state: 'published',
  groups: [],
  version: 1,
  createdAt: '2026-01-02T03:04:05Z',
  modifiedAt: '2026-02-03T04:05:06Z',
} as const;

export const aDataset = (id: string, content: Partial<Dataset>): DatasetRecord => ({
  ...facts,
  kind: 'dataset',
  id,
  name: id,
  content: { ...emptyDataset, ...content },
});

export const aService = (id: string, content: Partial<DataService>): DataServiceRecord => ({
  ...facts,
  kind: 'data-service',
  id,
  name: id,
  content: {
    ...emptyDataService,
    ...content,
  },
});

export const aSeries = (id: string, content: Partial<DatasetSeries>): DatasetSeriesRecord => ({
  ...facts,
  kind: 'dataset-series',
  id,
  name: id,
  content: { ...emptyDatasetSeries, ...content },
});

export const muenster = {
  name: 'Stadt Münster',
  iri: 'https://www.stadt-muenster.de/',
  type: 'http://purl.org/adms/publishertype/LocalAuthority',
  email: 'opendata@example.org',
  homepage: 'https://www.stadt-muenster.de/start',
} as const;

const contact = {
  name: 'Open Data Koordination',
  email: 'opendata@example.org',
  phone: '+49-251-492-0',
  url: 'https://opendata.stadt-muenster.de/',
} as const;

/** With a value in every member that is written as RDF. */
export const fullDataset: DatasetRecord = aDataset('unfaelle', {
  title: { de: 'Unfälle im Regierungsbezirk Münster', en: 'Accidents' },
  description: { de: 'Alle Unfälle mit <b>Personenschaden</b> & mehr.\n\n* "Zeile" 2', en: 'All accidents' },
  keywords: { de: ['Unfall', 'Verkehr'], en: ['accident'] },
  themes: [`${authority}/data-theme/TRAN`, `${authority}/data-theme/REGI`],
  hvdCategories: ['http://data.europa.eu/bna/c_b79e35eb'],
  applicableLegislation: [hvdLegislation],
  contributorIds: ['http://dcat-ap.de/def/contributors/openNRW'],
  publisher: muenster,
  creators: [{ name: 'Statistische Ämter des Bundes und der Länder' }],
  contactPoints: [contact],
  issued: '2020-01-01',
  modified: '2026-03-04T05:06:07Z',
  accessRights: `${authority}/access-right/PUBLIC`,
  languages: [`${authority}/language/DEU`],
  identifiers: ['94a78604-1b8f-490c-b281-85efabaff74c'],
  landingPages: ['https://opendata.stadt-muenster.de/dataset/unfaelle'],
  conformsTo: ['http://www.opengis.net/def/crs/EPSG/0/25832'],
  maintainers: [{ name: 'Amt für Mobilität' }],
  originators: [{ name: 'Polizei NRW', homepage: 'https://polizei.nrw/' }],
  contributors: [{ name: 'Code for Münster' }],
  accrualPeriodicity: `${authority}/frequency/ANNUAL`,
  temporal: [{ startDate: '2019-01-01', endDate: '2025-12-31' }, { startDate: '2018-01-01T00:00:00Z' }],
  temporalResolution: 'P1Y',
  spatial: [
    {
      label: 'Regierungsbezirk Münster',
      bbox: [6.85, 51.56, 8.32, 52.47],
      geometry: { type: 'Point', coordinates: [7.6261, 51.9607] },
    },
    { iri: 'https://sws.geonames.org/2867543/', label: 'Münster' },
  ],
  spatialResolutionMetres: 12.5,
  politicalGeocodingLevels: ['http://dcat-ap.de/def/politicalGeocoding/Level/municipality'],
  politicalGeocodings: ['http://dcat-ap.de/def/politicalGeocoding/municipalityKey/05515000'],
  geocodingDescription: { de: 'Bottrop, Borken und Coesfeld' },
  legalBasis: { de: '§ 5 DNG' },
  qualityProcess: 'https://example.org/quality',
  provenance: { de: 'Aus dem Unfallatlas' },
  documentation: ['https://example.org/doc.pdf'],
  relations: ['https://unfallatlas.statistikportal.de/'],
  sources: ['https://example.org/source'],
  version: '2.1',
  versionNotes: { de: 'Jahr 2025 ergänzt' },
  type: `${authority}/dataset-type/STATISTICAL`,
  inSeries: ['unfall-serie'],
  distributions: [
    {
      ...emptyDistribution,
      id: '160f6d6f',
      title: { de: 'Unfalldaten – CSV' },
      description: { de: 'Eine Zeile je Unfall' },
      accessUrls: ['https://example.org/unfaelle'],
      downloadUrls: ['https://example.org/unfaelle.csv'],
      format: `${authority}/file-type/CSV`,
      mediaType: 'text/csv',
      compressFormat: 'application/gzip',
      packageFormat: 'application/zip',
      licence: 'http://dcat-ap.de/def/licenses/dl-by-de/2.0',
      licenceAttributionByText: { de: 'Stadt Münster' },
      rights: { de: 'Ohne Gewähr' },
      availability: `${authority}/planned-availability/STABLE`,
      status: `${authority}/distribution-status/COMPLETED`,
      issued: '2020-01-01',
      modified: '2026-03-04',
      byteSize: 12345,
      checksum: {
        algorithm: 'sha256',
        value: 'a58d35bebefa4972898110b9f5da62bca58d35bebefa4972898110b9f5da62bc',
      },
      languages: [`${authority}/language/DEU`],
      conformsTo: ['https://www.rfc-editor.org/rfc/rfc4180'],
      documentation: ['https://example.org/spalten.pdf'],
      applicableLegislation: [hvdLegislation],
      accessServices: ['unfall-wfs'],
    },
  ],
});

export const fullService = aService('unfall-wfs', {
  title: { de: 'Unfälle als WFS' },
  description: { de: 'Kartendienst' },
  publisher: muenster,
  contactPoints: [contact],
  endpointUrls: ['https://geo.example.org/wfs'],
  endpointDescriptions: ['https://geo.example.org/wfs?request=GetCapabilities'],
  servesDatasets: ['unfaelle'],
  licence: 'http://dcat-ap.de/def/licenses/dl-zero-de/2.0',
  licenceAttributionByText: { de: 'Stadt Münster' },
  documentation: ['https://geo.example.org/help'],
  accessRights: `${authority}/access-right/PUBLIC`,
});

export const fullSeries = aSeries('unfall-serie', {
  title: { de: 'Unfälle nach Jahren' },
  description: { de: 'Alle Jahrgänge' },
  publisher: muenster,
  accrualPeriodicity: `${authority}/frequency/ANNUAL`,
  temporal: [{ startDate: '2019-01-01' }],
  spatial: [{ label: 'Münster' }],
});

export const plainDataset = aDataset('schulen', {
  title: { de: 'Schulen' },
  description: { de: 'Standorte der Schulen' },
  publisher: { name: 'Stadt Münster' },
});

export const fullCatalogue: Catalogue = {
  title: { de: 'Open Data Münster', en: 'Open data of Münster' },
  description: { de: 'Offene Daten der Stadt Münster' },
  publisher: muenster,
  homepage: 'https://opendata.stadt-muenster.de/',
  languages: [`${authority}/language/DEU`],
  licence: 'http://dcat-ap.de/def/licenses/dl-by-de/2.0',
  spatial: [{ iri: 'https://sws.geonames.org/2867543/', label: 'Münster' }],
  issued: '2019-01-01',
  modified: '2026-03-04',
};

export const fullRecords = [fullDataset, plainDataset, fullService, fullSeries];
