import type { DatasetRecord } from '../catalogue/catalogue-record.ts';
import type { Dataset, Distribution } from '../catalogue/dataset.ts';
import type { Addresses } from '../rdf/addresses.ts';
import { defined } from '../rdf/graph-reader.ts';
import { fileTypes } from '../vocabularies/file-types.ts';
import { labelOf } from '../vocabularies/labels.ts';
import { licences } from '../vocabularies/licences.ts';
import { anyText } from '../catalogue/any-text.ts';

const schema = 'https://project-open-data.cio.gov/v1.1/schema';

const distributionOf = (distribution: Distribution) => {
  const type = fileTypes.get(distribution.format ?? '');
  return {
    '@type': 'dcat:Distribution',
    ...defined({
      title: anyText(distribution.title),
      description: anyText(distribution.description),
      accessURL: distribution.accessUrls[0],
      downloadURL: distribution.downloadUrls[0],
      mediaType: distribution.mediaType ?? type?.mediaType,
      format: type?.code,
    }),
  };
};

const accessLevelOf = (iri: string | undefined): string => {
  const code = iri?.replace(/^.*\//u, '');
  if (code === 'RESTRICTED') return 'restricted public';
  return code === 'NON_PUBLIC' ? 'non-public' : 'public';
};

const contactOf = ({ contactPoints, publisher }: Dataset) => {
  const [contact] = contactPoints;
  return {
    '@type': 'vcard:Contact',
    fn: contact?.name ?? publisher?.name ?? '',
    ...defined({ hasEmail: contact?.email === undefined ? undefined : `mailto:${contact.email}` }),
  };
};

const licenceOf = ({ distributions }: Dataset): string | undefined => {
  const licence = distributions.map((distribution) => distribution.licence).find((iri) => iri !== undefined);
  return licences.get(licence ?? '')?.url ?? licence;
};

const datasetOf = ({ id, name, modifiedAt, content }: DatasetRecord, addresses: Addresses) => ({
  '@type': 'dcat:Dataset',
  title: anyText(content.title) ?? name,
  description: anyText(content.description) ?? '',
  keyword: Object.values(content.keywords).flat(),
  modified: content.modified ?? modifiedAt,
  publisher: { '@type': 'org:Organization', name: content.publisher?.name ?? '' },
  contactPoint: contactOf(content),
  identifier: content.identifiers[0] ?? addresses.record('dataset', id),
  accessLevel: accessLevelOf(content.accessRights),
  landingPage: addresses.at(`/dataset/${encodeURIComponent(name)}`),
  theme: content.themes.map((iri) => labelOf(iri, 'en') ?? iri),
  distribution: content.distributions.map(distributionOf),
  ...defined({ issued: content.issued, license: licenceOf(content) }),
});

/** The catalogue as `data.json` of DCAT-US 1.1 (Project Open Data). */
export const dcatUsCatalogue = (records: readonly DatasetRecord[], addresses: Addresses) => ({
  '@context': `${schema}/catalog.jsonld`,
  '@id': addresses.at('/data.json'),
  '@type': 'dcat:Catalog',
  conformsTo: schema,
  describedBy: `${schema}/catalog.json`,
  dataset: records.map((record) => datasetOf(record, addresses)),
});
