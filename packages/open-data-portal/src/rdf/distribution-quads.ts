import type { Checksum, Distribution } from '../catalogue/dataset.ts';
import { checksumAlgorithms } from '../vocabularies/agent-lists.ts';
import { dateNode, iriNode, iriNodes, textNodes, typedNode, type Graph, type Subject } from './graph.ts';
import { ianaMediaTypes } from './namespaces.ts';
import { addStatement, knownNode } from './resource-quads.ts';

/** The IRI of a media type; nothing where the text is none. */
export const mediaTypeNode = (mediaType: string | undefined) => {
  const type = mediaType?.trim().toLowerCase().replace(/;.*$/u, '');
  return type !== undefined && /^[\w.+-]+\/[\w.+-]+$/u.test(type)
    ? iriNode(`${ianaMediaTypes}${type}`)
    : undefined;
};

export const addChecksum = (graph: Graph, { algorithm, value }: Checksum): Subject | undefined => {
  const known = checksumAlgorithms.find(algorithm);
  if (known === undefined || !/^(?:[0-9a-f]{2})+$/iu.test(value)) return undefined;
  const subject = graph.blank();
  graph.type(subject, 'spdx:Checksum');
  graph.add(subject, 'spdx:algorithm', knownNode(known.iri));
  graph.add(subject, 'spdx:checksumValue', typedNode(value.toLowerCase(), 'xsd:hexBinary'));
  return subject;
};

const addText = (graph: Graph, subject: Subject, distribution: Distribution): void => {
  graph.add(subject, 'dct:title', ...textNodes(distribution.title));
  graph.add(subject, 'dct:description', ...textNodes(distribution.description));
  graph.add(subject, 'dct:license', iriNode(distribution.licence));
  graph.add(subject, 'dcatde:licenseAttributionByText', ...textNodes(distribution.licenceAttributionByText));
  graph.add(
    subject,
    'dct:rights',
    addStatement(graph, 'dct:RightsStatement', 'rdfs:label', distribution.rights),
  );
};

const addFile = (graph: Graph, subject: Subject, distribution: Distribution): void => {
  // DCAT-AP asks for an access address; where only a file is known, that is the way to the data.
  const { accessUrls, downloadUrls } = distribution;
  graph.add(subject, 'dcat:accessURL', ...iriNodes(accessUrls.length === 0 ? downloadUrls : accessUrls));
  graph.add(subject, 'dcat:downloadURL', ...iriNodes(downloadUrls));
  graph.add(subject, 'dct:format', iriNode(distribution.format));
  graph.add(subject, 'dcat:mediaType', mediaTypeNode(distribution.mediaType));
  graph.add(subject, 'dcat:compressFormat', mediaTypeNode(distribution.compressFormat));
  graph.add(subject, 'dcat:packageFormat', mediaTypeNode(distribution.packageFormat));
  const { byteSize } = distribution;
  if (byteSize !== undefined && Number.isSafeInteger(byteSize) && byteSize >= 0) {
    graph.add(subject, 'dcat:byteSize', typedNode(byteSize, 'xsd:nonNegativeInteger'));
  }
  if (distribution.checksum !== undefined) {
    graph.add(subject, 'spdx:checksum', addChecksum(graph, distribution.checksum));
  }
};

/** dcat:Distribution. `serviceIris` are the services that the document describes as well. */
export const addDistribution = (
  graph: Graph,
  subject: Subject,
  distribution: Distribution,
  serviceIris: readonly string[],
): void => {
  graph.type(subject, 'dcat:Distribution');
  addText(graph, subject, distribution);
  addFile(graph, subject, distribution);
  graph.add(subject, 'dcatap:availability', iriNode(distribution.availability));
  graph.add(subject, 'adms:status', iriNode(distribution.status));
  graph.add(subject, 'dct:issued', dateNode(distribution.issued));
  graph.add(subject, 'dct:modified', dateNode(distribution.modified));
  graph.add(subject, 'dct:language', ...iriNodes(distribution.languages));
  graph.add(subject, 'dct:conformsTo', ...iriNodes(distribution.conformsTo));
  graph.add(subject, 'foaf:page', ...iriNodes(distribution.documentation));
  graph.add(subject, 'dcatap:applicableLegislation', ...iriNodes(distribution.applicableLegislation));
  graph.add(subject, 'dcat:accessService', ...serviceIris.map(knownNode));
};
