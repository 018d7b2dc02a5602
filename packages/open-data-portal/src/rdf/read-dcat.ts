import type { Quad, Term } from '@rdfjs/types';
import type {
  CatalogueResource,
  DataService,
  Dataset,
  DatasetSeries,
  LanguageMap,
} from '../catalogue/dataset.ts';
import { dataThemes } from '../vocabularies/authority-lists.ts';
import type { Addresses } from './addresses.ts';
import { createGraphReader, defined, type GraphReader } from './graph-reader.ts';
import { readAgent, readAgents, readContactPoint } from './read-agents.ts';
import { readPeriods, readPlaces } from './read-coverage.ts';
import { readDistribution, readStatement } from './read-distribution.ts';
import { upgradeQuads } from './upgrade-quads.ts';

/** What a graph says of one entry. */
export type DcatEntry =
  | { readonly kind: 'dataset'; readonly iri: string; readonly content: Dataset }
  | { readonly kind: 'data-service'; readonly iri: string; readonly content: DataService }
  | { readonly kind: 'dataset-series'; readonly iri: string; readonly content: DatasetSeries };

export interface ReadOptions {
  /** The id that an entry or distribution has here; without it IRIs stand for entries that others refer to. */
  readonly idOf?: (iri: string) => string | undefined;
  /** Of texts that do not tell theirs. */
  readonly defaultLanguage?: string;
}

interface Reading {
  readonly reader: GraphReader;
  readonly idOf: (iri: string) => string | undefined;
  readonly idOrIri: (iri: string) => string;
}

const readResource = (reader: GraphReader, node: Term): CatalogueResource => {
  const [publisher] = reader.values(node, 'dct:publisher');
  return {
    title: reader.texts(node, 'dct:title') ?? {},
    description: reader.texts(node, 'dct:description') ?? {},
    keywords: reader.textLists(node, 'dcat:keyword'),
    themes: reader.iris(node, 'dcat:theme').map((iri) => dataThemes.find(iri)?.iri ?? iri),
    hvdCategories: reader.iris(node, 'dcatap:hvdCategory'),
    applicableLegislation: reader.iris(node, 'dcatap:applicableLegislation'),
    contributorIds: reader.iris(node, 'dcatde:contributorID'),
    creators: readAgents(reader, node, 'dct:creator'),
    contactPoints: reader
      .values(node, 'dcat:contactPoint')
      .map((contact) => readContactPoint(reader, contact)),
    languages: reader.iris(node, 'dct:language'),
    // The IRI itself is what the export writes where there is no identifier.
    identifiers: reader
      .values(node, 'dct:identifier')
      .map(({ value }) => value)
      .filter((identifier) => identifier !== node.value),
    landingPages: reader.iris(node, 'dcat:landingPage'),
    conformsTo: reader.iris(node, 'dct:conformsTo'),
    ...defined({
      publisher: publisher === undefined ? undefined : readAgent(reader, publisher),
      issued: reader.date(node, 'dct:issued'),
      modified: reader.date(node, 'dct:modified'),
      accessRights: reader.iri(node, 'dct:accessRights'),
    }),
  };
};

/** The basis in law, as DCAT-AP.de 2.x writes it or as a node with a title. */
const readLegalBasis = (reader: GraphReader, node: Term): LanguageMap | undefined => {
  const [basis] = reader
    .values(node, 'dcatap:applicableLegislation')
    .filter(({ termType }) => termType === 'BlankNode');
  return (
    reader.texts(node, 'dcatde:legalBasis') ??
    (basis === undefined ? undefined : reader.texts(basis, 'eli:title', 'dct:title', 'rdfs:label'))
  );
};

/** Ids that are unique in the dataset: those known here, the last part of the IRI, or a number. */
const distributionId = ({ idOf }: Reading, node: Term, taken: ReadonlySet<string>, index: number): string => {
  const lastPart = node.termType === 'NamedNode' ? /([\w.-]+)\/?$/u.exec(node.value)?.[1] : undefined;
  const candidates = [node.termType === 'NamedNode' ? idOf(node.value) : undefined, lastPart];
  return candidates.find((id) => id !== undefined && !taken.has(id)) ?? `r${String(index + 1)}`;
};

const readDistributions = (reading: Reading, node: Term): Dataset['distributions'] => {
  const taken = new Set<string>();
  return reading.reader.values(node, 'dcat:distribution').map((distribution, index) => {
    const id = distributionId(reading, distribution, taken, index);
    taken.add(id);
    return readDistribution(reading.reader, distribution, id, reading.idOrIri);
  });
};

const readDataset = (reading: Reading, node: Term): Dataset => {
  const { reader, idOrIri } = reading;
  const { spatial, politicalGeocodings, geocodingDescription } = readPlaces(reader, node);
  return {
    ...readResource(reader, node),
    maintainers: readAgents(reader, node, 'geodcatap:custodian'),
    originators: readAgents(reader, node, 'geodcatap:originator'),
    contributors: readAgents(reader, node, 'dct:contributor'),
    temporal: readPeriods(reader, node),
    spatial,
    politicalGeocodingLevels: reader.iris(node, 'dcatde:politicalGeocodingLevelURI'),
    politicalGeocodings,
    documentation: reader.iris(node, 'foaf:page'),
    relations: reader.iris(node, 'dct:relation'),
    sources: reader.iris(node, 'prov:wasDerivedFrom', 'dct:source'),
    inSeries: reader.iris(node, 'dcat:inSeries').map(idOrIri),
    distributions: readDistributions(reading, node),
    extras: {},
    ...defined({
      accrualPeriodicity: reader.iri(node, 'dct:accrualPeriodicity'),
      temporalResolution: reader.text(node, 'dcat:temporalResolution'),
      spatialResolutionMetres: reader.number(node, 'dcat:spatialResolutionInMeters'),
      geocodingDescription,
      legalBasis: readLegalBasis(reader, node),
      qualityProcess: reader.iri(node, 'dqv:hasQualityAnnotation', 'dcatde:qualityProcessURI'),
      provenance: readStatement(reader, node, 'dct:provenance'),
      version: reader.text(node, 'dcat:version'),
      versionNotes: reader.texts(node, 'adms:versionNotes'),
      type: reader.iri(node, 'dct:type'),
    }),
  };
};

const readService = ({ reader, idOrIri }: Reading, node: Term): DataService => ({
  ...readResource(reader, node),
  endpointUrls: reader.iris(node, 'dcat:endpointURL'),
  endpointDescriptions: reader.iris(node, 'dcat:endpointDescription'),
  servesDatasets: reader.iris(node, 'dcat:servesDataset').map(idOrIri),
  documentation: reader.iris(node, 'foaf:page'),
  ...defined({
    licence: reader.iri(node, 'dct:license'),
    licenceAttributionByText: reader.texts(node, 'dcatde:licenseAttributionByText'),
  }),
});

const readSeries = ({ reader }: Reading, node: Term): DatasetSeries => ({
  ...readResource(reader, node),
  temporal: readPeriods(reader, node),
  spatial: readPlaces(reader, node).spatial,
  ...defined({ accrualPeriodicity: reader.iri(node, 'dct:accrualPeriodicity') }),
});

/**
 * The datasets, services and series of a graph: DCAT-AP.de 3.0, its versions 1.x and 2.x, DCAT-AP, and plain DCAT.
 * Values that cannot be what the model asks for are left out; what is there but wrong is for validation to tell.
 */
export const readDcat = (quads: readonly Quad[], options: ReadOptions = {}): readonly DcatEntry[] => {
  const { idOf = () => undefined, defaultLanguage = 'de' } = options;
  const reader = createGraphReader(upgradeQuads(quads), defaultLanguage);
  const reading: Reading = { reader, idOf, idOrIri: (iri) => idOf(iri) ?? iri };
  const series = reader.ofType('dcat:DatasetSeries');
  // DCAT makes a series a dataset as well.
  const datasets = reader
    .ofType('dcat:Dataset')
    .filter((node) => !reader.hasType(node, 'dcat:DatasetSeries'));
  return [
    ...datasets.map(
      (node) => ({ kind: 'dataset', iri: node.value, content: readDataset(reading, node) }) as const,
    ),
    ...reader
      .ofType('dcat:DataService')
      .map(
        (node) => ({ kind: 'data-service', iri: node.value, content: readService(reading, node) }) as const,
      ),
    ...series.map(
      (node) => ({ kind: 'dataset-series', iri: node.value, content: readSeries(reading, node) }) as const,
    ),
  ];
};

/** Ids in the addresses that this portal gives to entries and distributions. */
export const idsInAddresses =
  ({ publicUrl }: Pick<Addresses, 'publicUrl'>): NonNullable<ReadOptions['idOf']> =>
  (iri) => {
    if (!iri.startsWith(`${publicUrl}/`)) return undefined;
    const path = iri.slice(publicUrl.length).replace(/[?#].*$/u, '');
    const id = /^\/(?:dataset\/[^/]+\/resource|dataset|service|series)\/([^/]+)$/u.exec(path)?.[1];
    return id === undefined ? undefined : decodeURIComponent(id);
  };
