import type { CatalogueRecord, DatasetRecord } from '../catalogue/catalogue-record.ts';
import { bboxOfLocation } from '../catalogue/bounding-box.ts';
import { anyText } from '../catalogue/any-text.ts';
import type { Agent, Distribution, Location } from '../catalogue/dataset.ts';
import type { Addresses } from '../rdf/addresses.ts';
import { defined } from '../rdf/graph-reader.ts';
import { labelOf } from '../vocabularies/labels.ts';
import { licences } from '../vocabularies/licences.ts';
import { fileTypes } from '../vocabularies/file-types.ts';

const agentOf = ({ name, iri, homepage, email }: Agent) => ({
  '@type': 'Organization',
  name,
  ...defined({ '@id': iri, url: homepage, email }),
});

const formatOf = ({ mediaType, format = '' }: Distribution) => mediaType ?? fileTypes.get(format)?.mediaType;

const licenceOf = (licence = '') => licences.get(licence)?.url ?? (licence === '' ? undefined : licence);

const downloadOf = (distribution: Distribution) => ({
  '@type': 'DataDownload',
  ...defined({
    name: anyText(distribution.title),
    description: anyText(distribution.description),
    contentUrl: distribution.downloadUrls[0] ?? distribution.accessUrls[0],
    encodingFormat: formatOf(distribution),
    contentSize: distribution.byteSize === undefined ? undefined : `${String(distribution.byteSize)} B`,
    license: licenceOf(distribution.licence),
    dateModified: distribution.modified,
    sha256: distribution.checksum?.algorithm === 'sha256' ? distribution.checksum.value : undefined,
  }),
});

const placeOf = (place: Location) => {
  const box = bboxOfLocation(place);
  // schema.org: south west north east.
  const geo = box && {
    '@type': 'GeoShape',
    box: `${String(box[1])} ${String(box[0])} ${String(box[3])} ${String(box[2])}`,
  };
  return { '@type': 'Place', ...defined({ name: place.label, '@id': place.iri, geo }) };
};

const coverageOf = ({ content }: DatasetRecord): readonly string[] =>
  content.temporal.map(({ startDate = '..', endDate = '..' }) => `${startDate}/${endDate}`);

/** A dataset for search engines: the object for `<script type="application/ld+json">` of its page. */
export const schemaOrgDataset = (
  record: DatasetRecord,
  addresses: Addresses,
): Readonly<Record<string, unknown>> => {
  const { content } = record;
  const themes = content.themes.map((iri) => labelOf(iri, 'de')).filter((label) => label !== undefined);
  const publisher = content.publisher === undefined ? undefined : agentOf(content.publisher);
  return {
    '@context': 'https://schema.org/',
    '@type': 'Dataset',
    '@id': addresses.record('dataset', record.id),
    url: addresses.at(`/dataset/${encodeURIComponent(record.name)}`),
    name: anyText(content.title) ?? record.name,
    ...defined({
      description: anyText(content.description),
      datePublished: content.issued,
      dateModified: content.modified,
      version: content.version,
      publisher,
      license: licenceOf(content.distributions.find(({ licence }) => licence !== undefined)?.licence),
    }),
    identifier: content.identifiers,
    keywords: [...Object.values(content.keywords).flat(), ...themes],
    inLanguage: content.languages.map((iri) => iri.replace(/^.*\//u, '').toLowerCase()),
    isAccessibleForFree: true,
    temporalCoverage: coverageOf(record),
    spatialCoverage: content.spatial.map(placeOf),
    distribution: content.distributions.map(downloadOf),
    includedInDataCatalog: {
      '@type': 'DataCatalog',
      '@id': addresses.catalogue,
      url: addresses.at('/catalog'),
    },
  };
};

export const isDataset = (record: CatalogueRecord): record is DatasetRecord => record.kind === 'dataset';
