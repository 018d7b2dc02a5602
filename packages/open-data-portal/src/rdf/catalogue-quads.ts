import type { Quad } from '@rdfjs/types';
import type { CatalogueRecord } from '../catalogue/catalogue-record.ts';
import type { Catalogue } from '../catalogue/dataset.ts';
import { dataThemes } from '../vocabularies/authority-lists.ts';
import type { Addresses } from './addresses.ts';
import { addAgent } from './agent-quads.ts';
import { addLocation } from './coverage-quads.ts';
import { createGraph, dateNode, iriNode, iriNodes, textNodes, typedNode, type Graph } from './graph.ts';
import { addRecords } from './record-quads.ts';
import { knownNode } from './resource-quads.ts';

/** Where a page lies in the catalogue. */
export interface PagePosition {
  readonly iri: string;
  readonly first: string;
  readonly last: string;
  readonly previous?: string;
  readonly next?: string;
  /** Of all pages. */
  readonly totalItems: number;
  readonly itemsPerPage: number;
}

export interface CataloguePart {
  readonly catalogue: Catalogue;
  readonly records: readonly CatalogueRecord[];
  readonly addresses: Addresses;
  readonly position?: PagePosition;
}

const addCatalogue = (graph: Graph, { catalogue, records, addresses }: CataloguePart): void => {
  const subject = knownNode(addresses.catalogue);
  graph.type(subject, 'dcat:Catalog');
  graph.add(subject, 'dct:title', ...textNodes(catalogue.title));
  graph.add(subject, 'dct:description', ...textNodes(catalogue.description));
  graph.add(subject, 'dct:publisher', addAgent(graph, catalogue.publisher));
  graph.add(subject, 'foaf:homepage', iriNode(catalogue.homepage));
  graph.add(subject, 'dct:language', ...iriNodes(catalogue.languages));
  graph.add(subject, 'dct:license', iriNode(catalogue.licence));
  graph.add(subject, 'dct:spatial', ...catalogue.spatial.map((location) => addLocation(graph, location)));
  graph.add(subject, 'dct:issued', dateNode(catalogue.issued));
  graph.add(subject, 'dct:modified', dateNode(catalogue.modified));
  graph.add(subject, 'dcat:themeTaxonomy', knownNode(dataThemes.scheme));
  const properties = {
    dataset: 'dcat:dataset',
    'data-service': 'dcat:service',
    // dcat:dataset would make a series a dataset, so it is a resource of the catalogue (DCAT 3).
    'dataset-series': 'dcat:resource',
  } as const;
  for (const { kind, id } of records) {
    graph.add(subject, properties[kind], knownNode(addresses.record(kind, id)));
  }
};

/** Paging in Hydra's words; the older ones are those that CKAN's harvester follows. */
const addPosition = (graph: Graph, catalogueIri: string, position: PagePosition): void => {
  const catalogue = knownNode(catalogueIri);
  const page = knownNode(position.iri);
  graph.type(catalogue, 'hydra:Collection');
  graph.add(catalogue, 'hydra:totalItems', typedNode(position.totalItems, 'xsd:integer'));
  graph.add(catalogue, 'hydra:view', page);
  graph.type(page, 'hydra:PartialCollectionView', 'hydra:PagedCollection');
  graph.add(page, 'hydra:totalItems', typedNode(position.totalItems, 'xsd:integer'));
  graph.add(page, 'hydra:itemsPerPage', typedNode(position.itemsPerPage, 'xsd:integer'));
  graph.add(page, 'hydra:first', knownNode(position.first));
  graph.add(page, 'hydra:last', knownNode(position.last));
  graph.add(page, 'hydra:previous', iriNode(position.previous));
  graph.add(page, 'hydra:next', iriNode(position.next));
  graph.add(page, 'hydra:nextPage', iriNode(position.next));
};

/** The catalogue, or a page of it, in the words of DCAT-AP.de 3.0. */
export const catalogueQuads = (part: CataloguePart): readonly Quad[] => {
  const graph = createGraph();
  addCatalogue(graph, part);
  if (part.position !== undefined) addPosition(graph, part.addresses.catalogue, part.position);
  addRecords(graph, part.records, part.addresses);
  return graph.quads;
};
