import { DataFactory } from 'n3';
import type { CatalogueResource, LanguageMap } from '../catalogue/dataset.ts';
import { addAgent, addContactPoint } from './agent-quads.ts';
import { dateNode, iriNode, iriNodes, textNode, textNodes, type Graph, type Subject } from './graph.ts';
import type { CompactName } from './namespaces.ts';

/** What datasets, services and series share. */
export const addResource = (graph: Graph, subject: Subject, resource: CatalogueResource): void => {
  graph.add(subject, 'dct:title', ...textNodes(resource.title));
  graph.add(subject, 'dct:description', ...textNodes(resource.description));
  for (const [language, words] of Object.entries(resource.keywords)) {
    graph.add(subject, 'dcat:keyword', ...words.map((word) => textNode(word, language)));
  }
  graph.add(subject, 'dcat:theme', ...iriNodes(resource.themes));
  graph.add(subject, 'dcatap:hvdCategory', ...iriNodes(resource.hvdCategories));
  graph.add(subject, 'dcatap:applicableLegislation', ...iriNodes(resource.applicableLegislation));
  graph.add(subject, 'dcatde:contributorID', ...iriNodes(resource.contributorIds));
  if (resource.publisher !== undefined) {
    graph.add(subject, 'dct:publisher', addAgent(graph, resource.publisher));
  }
  graph.add(subject, 'dct:creator', ...resource.creators.map((agent) => addAgent(graph, agent)));
  graph.add(
    subject,
    'dcat:contactPoint',
    ...resource.contactPoints.map((contact) => addContactPoint(graph, contact)),
  );
  graph.add(subject, 'dct:issued', dateNode(resource.issued));
  graph.add(subject, 'dct:modified', dateNode(resource.modified));
  graph.add(subject, 'dct:accessRights', iriNode(resource.accessRights));
  graph.add(subject, 'dct:language', ...iriNodes(resource.languages));
  // Harvesters tell entries apart by it: without another one it is the IRI.
  const identifiers = resource.identifiers.length === 0 ? [subject.value] : resource.identifiers;
  graph.add(subject, 'dct:identifier', ...identifiers.map((identifier) => textNode(identifier)));
  graph.add(subject, 'dcat:landingPage', ...iriNodes(resource.landingPages));
  graph.add(subject, 'dct:conformsTo', ...iriNodes(resource.conformsTo));
};

/** A node that only carries text: a statement on rights or provenance. */
export const addStatement = (
  graph: Graph,
  type: CompactName,
  label: CompactName,
  text: LanguageMap | undefined,
): Subject | undefined => {
  if (text === undefined || Object.values(text).every((part) => part === '')) return undefined;
  const subject = graph.blank();
  graph.type(subject, type);
  graph.add(subject, label, ...textNodes(text));
  return subject;
};

/** An IRI as a node that is known to be one, such as that of an entry. */
export const knownNode = (iri: string) => DataFactory.namedNode(iri);
