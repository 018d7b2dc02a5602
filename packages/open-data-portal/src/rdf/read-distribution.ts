import type { Term } from '@rdfjs/types';
import type { Checksum, Distribution, LanguageMap } from '../catalogue/dataset.ts';
import { checksumAlgorithms } from '../vocabularies/agent-lists.ts';
import { formatOf } from '../vocabularies/file-types.ts';
import { defined, type GraphReader } from './graph-reader.ts';
import type { CompactName } from './namespaces.ts';

/** Text of a statement: a node with a label, a text, or an IRI that stands for it. */
export const readStatement = (
  reader: GraphReader,
  node: Term,
  name: CompactName,
): LanguageMap | undefined => {
  const direct = reader.texts(node, name);
  if (direct !== undefined) return direct;
  const [value] = reader.values(node, name);
  if (value === undefined) return undefined;
  const label = reader.texts(
    value,
    'rdfs:label',
    'dct:description',
    'dct:title',
    'skos:prefLabel',
    'eli:title',
  );
  if (label !== undefined) return label;
  return value.termType === 'NamedNode' ? { [reader.defaultLanguage]: value.value } : undefined;
};

const labelsOf = (reader: GraphReader, value: Term): readonly string[] => {
  const label = reader.text(value, 'rdfs:label', 'skos:prefLabel', 'rdf:value');
  return [value.value, ...(label === undefined ? [] : [label])];
};

const readFormat = (reader: GraphReader, node: Term): string | undefined => {
  const [value] = reader.values(node, 'dct:format');
  if (value === undefined) return undefined;
  const known = labelsOf(reader, value)
    .map(formatOf)
    .find((format) => format !== undefined);
  return known?.iri ?? (value.termType === 'NamedNode' ? value.value : undefined);
};

const mediaType = /(?:^|assignments\/media-types\/)([\w.+-]+\/[\w.+-]+)\/?$/iu;

const readMediaType = (reader: GraphReader, node: Term, name: CompactName): string | undefined => {
  const [value] = reader.values(node, name);
  if (value === undefined) return undefined;
  const type = labelsOf(reader, value)
    .map((text) => mediaType.exec(text)?.[1])
    .find((found) => found !== undefined);
  return type?.toLowerCase();
};

const readChecksum = (reader: GraphReader, node: Term): Checksum | undefined => {
  const [checksum] = reader.values(node, 'spdx:checksum');
  if (checksum === undefined) return undefined;
  const value = reader.text(checksum, 'spdx:checksumValue')?.toLowerCase();
  const algorithm = checksumAlgorithms.find(reader.first(checksum, 'spdx:algorithm')?.value ?? '');
  if (value === undefined || algorithm === undefined) return undefined;
  return { algorithm: algorithm.iri.replace(/^.*_(?=sha|md|blake)/u, ''), value };
};

/** dcat:Distribution; the caller knows its id and the ids of services. */
export const readDistribution = (
  reader: GraphReader,
  node: Term,
  id: string,
  idOf: (iri: string) => string,
): Distribution => ({
  id,
  accessUrls: reader.iris(node, 'dcat:accessURL'),
  downloadUrls: reader.iris(node, 'dcat:downloadURL'),
  languages: reader.iris(node, 'dct:language'),
  conformsTo: reader.iris(node, 'dct:conformsTo'),
  documentation: reader.iris(node, 'foaf:page'),
  applicableLegislation: reader.iris(node, 'dcatap:applicableLegislation'),
  accessServices: reader.iris(node, 'dcat:accessService').map(idOf),
  extras: {},
  ...defined({
    title: reader.texts(node, 'dct:title'),
    description: reader.texts(node, 'dct:description'),
    format: readFormat(reader, node),
    mediaType: readMediaType(reader, node, 'dcat:mediaType'),
    compressFormat: readMediaType(reader, node, 'dcat:compressFormat'),
    packageFormat: readMediaType(reader, node, 'dcat:packageFormat'),
    licence: reader.iri(node, 'dct:license'),
    licenceAttributionByText: reader.texts(node, 'dcatde:licenseAttributionByText'),
    rights: readStatement(reader, node, 'dct:rights'),
    availability: reader.iri(node, 'dcatap:availability'),
    status: reader.iri(node, 'adms:status'),
    issued: reader.date(node, 'dct:issued'),
    modified: reader.date(node, 'dct:modified'),
    byteSize: reader.number(node, 'dcat:byteSize'),
    checksum: readChecksum(reader, node),
  }),
});
