import type { Quad } from '@rdfjs/types';
import type {
  CatalogueRecord,
  DataServiceRecord,
  DatasetRecord,
  DatasetSeriesRecord,
  RecordKind,
} from '../catalogue/catalogue-record.ts';
import type { Dataset } from '../catalogue/dataset.ts';
import type { Addresses } from './addresses.ts';
import { addAgent } from './agent-quads.ts';
import { addLabelledArea, addLocation, addPeriod } from './coverage-quads.ts';
import { addDistribution } from './distribution-quads.ts';
import {
  createGraph,
  durationNode,
  iriNode,
  iriNodes,
  textNode,
  textNodes,
  typedNode,
  type Graph,
  type Subject,
} from './graph.ts';
import { addResource, addStatement, knownNode } from './resource-quads.ts';

/** A document's records and where they are; it links only what it describes, as the shapes ask. */
export interface Document {
  readonly graph: Graph;
  readonly addresses: Addresses;
  /** Ids of the records described, by kind. */
  readonly ids: Readonly<Record<RecordKind, ReadonlySet<string>>>;
}

const described = (
  { ids, addresses }: Document,
  kind: RecordKind,
  wanted: readonly string[],
): readonly string[] => wanted.filter((id) => ids[kind].has(id)).map((id) => addresses.record(kind, id));

type Coverage = Pick<Dataset, 'accrualPeriodicity' | 'temporal' | 'spatial'>;

const addCoverage = (graph: Graph, subject: Subject, content: Coverage): void => {
  graph.add(subject, 'dct:accrualPeriodicity', iriNode(content.accrualPeriodicity));
  graph.add(subject, 'dct:temporal', ...content.temporal.map((period) => addPeriod(graph, period)));
  graph.add(subject, 'dct:spatial', ...content.spatial.map((location) => addLocation(graph, location)));
};

const addGeocoding = (graph: Graph, subject: Subject, content: Dataset): void => {
  graph.add(subject, 'dcatde:politicalGeocodingLevelURI', ...iriNodes(content.politicalGeocodingLevels));
  // dcatde:politicalGeocodingURI is given up in 3.0: the same IRIs are places.
  const places = content.politicalGeocodings.map((iri) => addLocation(graph, { iri }));
  graph.add(subject, 'dct:spatial', ...places);
  const { geocodingDescription = {} } = content;
  if (Object.keys(geocodingDescription).length > 0) {
    graph.add(subject, 'dct:spatial', addLabelledArea(graph, geocodingDescription));
  }
};

const addBackground = (graph: Graph, subject: Subject, content: Dataset): void => {
  const agents = (list: Dataset['maintainers']) => list.map((agent) => addAgent(graph, agent));
  graph.add(subject, 'geodcatap:custodian', ...agents(content.maintainers));
  graph.add(subject, 'geodcatap:originator', ...agents(content.originators));
  graph.add(subject, 'dct:contributor', ...agents(content.contributors));
  // dcatde:legalBasis is given up in 3.0 for the applicable legislation.
  const legalBasis = addStatement(graph, 'eli:LegalResource', 'eli:title', content.legalBasis);
  graph.add(subject, 'dcatap:applicableLegislation', legalBasis);
  graph.add(subject, 'dqv:hasQualityAnnotation', iriNode(content.qualityProcess));
  const provenance = addStatement(graph, 'dct:ProvenanceStatement', 'rdfs:label', content.provenance);
  graph.add(subject, 'dct:provenance', provenance);
  graph.add(subject, 'foaf:page', ...iriNodes(content.documentation));
  graph.add(subject, 'dct:relation', ...iriNodes(content.relations));
  // dct:source wants the other dataset described in the same graph, which it is elsewhere.
  graph.add(subject, 'prov:wasDerivedFrom', ...iriNodes(content.sources));
  graph.add(subject, 'dcat:version', textNode(content.version));
  graph.add(subject, 'adms:versionNotes', ...textNodes(content.versionNotes));
  graph.add(subject, 'dct:type', iriNode(content.type));
};

const addResolution = (graph: Graph, subject: Subject, content: Dataset): void => {
  const { temporalResolution, spatialResolutionMetres } = content;
  graph.add(subject, 'dcat:temporalResolution', durationNode(temporalResolution));
  if (spatialResolutionMetres !== undefined && Number.isFinite(spatialResolutionMetres)) {
    const metres = spatialResolutionMetres.toLocaleString('en', {
      useGrouping: false,
      maximumFractionDigits: 20,
    });
    graph.add(subject, 'dcat:spatialResolutionInMeters', typedNode(metres, 'xsd:decimal'));
  }
};

const addDataset = (document: Document, { id, content }: DatasetRecord): void => {
  const { graph, addresses } = document;
  const subject = knownNode(addresses.record('dataset', id));
  graph.type(subject, 'dcat:Dataset');
  addResource(graph, subject, content);
  addCoverage(graph, subject, content);
  addGeocoding(graph, subject, content);
  addResolution(graph, subject, content);
  addBackground(graph, subject, content);
  graph.add(
    subject,
    'dcat:inSeries',
    ...described(document, 'dataset-series', content.inSeries).map(knownNode),
  );
  const distributions = content.distributions.map((distribution) => ({
    distribution,
    node: knownNode(addresses.distribution(id, distribution.id)),
  }));
  graph.add(subject, 'dcat:distribution', ...distributions.map(({ node }) => node));
  for (const { distribution, node } of distributions) {
    addDistribution(
      graph,
      node,
      distribution,
      described(document, 'data-service', distribution.accessServices),
    );
  }
};

const addService = (document: Document, { id, content }: DataServiceRecord): void => {
  const { graph, addresses } = document;
  const subject = knownNode(addresses.record('data-service', id));
  graph.type(subject, 'dcat:DataService');
  addResource(graph, subject, content);
  graph.add(subject, 'dcat:endpointURL', ...iriNodes(content.endpointUrls));
  graph.add(subject, 'dcat:endpointDescription', ...iriNodes(content.endpointDescriptions));
  graph.add(
    subject,
    'dcat:servesDataset',
    ...described(document, 'dataset', content.servesDatasets).map(knownNode),
  );
  graph.add(subject, 'dct:license', iriNode(content.licence));
  graph.add(subject, 'dcatde:licenseAttributionByText', ...textNodes(content.licenceAttributionByText));
  graph.add(subject, 'foaf:page', ...iriNodes(content.documentation));
};

const addSeries = ({ graph, addresses }: Document, { id, content }: DatasetSeriesRecord): void => {
  const subject = knownNode(addresses.record('dataset-series', id));
  graph.type(subject, 'dcat:DatasetSeries');
  addResource(graph, subject, content);
  addCoverage(graph, subject, content);
};

const addRecord = (document: Document, record: CatalogueRecord): void => {
  switch (record.kind) {
    case 'dataset':
      addDataset(document, record);
      return;
    case 'data-service':
      addService(document, record);
      return;
    case 'dataset-series':
      addSeries(document, record);
  }
};

const idsOf = (records: readonly CatalogueRecord[], kind: RecordKind): ReadonlySet<string> =>
  new Set(records.filter((record) => record.kind === kind).map(({ id }) => id));

/** Adds entries to a graph; links between them are written where both are among them. */
export const addRecords = (graph: Graph, records: readonly CatalogueRecord[], addresses: Addresses): void => {
  const ids = {
    dataset: idsOf(records, 'dataset'),
    'data-service': idsOf(records, 'data-service'),
    'dataset-series': idsOf(records, 'dataset-series'),
  };
  for (const record of records) addRecord({ graph, addresses, ids }, record);
};

/** The entries in the words of DCAT-AP.de 3.0. Entries that others refer to have to be among them. */
export const recordQuads = (records: readonly CatalogueRecord[], addresses: Addresses): readonly Quad[] => {
  const graph = createGraph();
  addRecords(graph, records, addresses);
  return graph.quads;
};
