import type { Quad, Term } from '@rdfjs/types';
import { prefixes } from './namespaces.ts';

const rdfNamespace = prefixes.rdf;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

const inText = (text: string): string =>
  text.replace(/[&<>\r]/gu, (character) => escapes[character] ?? character);
const inAttribute = (text: string): string =>
  text.replace(/[&<>"\t\n\r]/gu, (character) => escapes[character] ?? character);

const localName = /^[A-Za-z_][\w.-]*$/u;

/** Names of elements: a known prefix where one fits, else a prefix for this document. */
const createNames = () => {
  const used = new Map<string, string>([[rdfNamespace, 'rdf']]);
  const known = new Map<string, string>(Object.entries(prefixes).map(([prefix, iri]) => [iri, prefix]));
  const nameOf = (iri: string): string => {
    const split = /^(.*[/#:?=])([^/#:?=]*)$/su.exec(iri);
    const [, namespace = '', local = ''] = split ?? [];
    if (!localName.test(local)) throw new TypeError(`RDF/XML cannot name the property ${iri}`);
    const prefix = used.get(namespace) ?? known.get(namespace) ?? `ns${String(used.size)}`;
    used.set(namespace, prefix);
    return `${prefix}:${local}`;
  };
  const declarations = (): string =>
    [...used].map(([iri, prefix]) => `\n  xmlns:${prefix}="${inAttribute(iri)}"`).join('');
  return { nameOf, declarations };
};

type Names = ReturnType<typeof createNames>;

const about = (term: Term): string =>
  term.termType === 'BlankNode'
    ? `rdf:nodeID="${inAttribute(term.value)}"`
    : `rdf:about="${inAttribute(term.value)}"`;

const propertyOf = (names: Names, { predicate, object }: Quad): string => {
  const name = names.nameOf(predicate.value);
  if (object.termType === 'NamedNode') return `    <${name} rdf:resource="${inAttribute(object.value)}"/>`;
  if (object.termType === 'BlankNode') return `    <${name} rdf:nodeID="${inAttribute(object.value)}"/>`;
  if (object.termType !== 'Literal') throw new TypeError(`RDF/XML cannot hold a ${object.termType}`);
  const attribute =
    object.language !== ''
      ? ` xml:lang="${inAttribute(object.language)}"`
      : object.datatype.value === `${prefixes.xsd}string`
        ? ''
        : ` rdf:datatype="${inAttribute(object.datatype.value)}"`;
  return `    <${name}${attribute}>${inText(object.value)}</${name}>`;
};

const isTypeOfKnownName = ({ predicate, object }: Quad): boolean =>
  predicate.value === `${rdfNamespace}type` &&
  object.termType === 'NamedNode' &&
  Object.values(prefixes).some(
    (iri) => object.value.startsWith(iri) && localName.test(object.value.slice(iri.length)),
  );

const nodeOf = (names: Names, quads: readonly Quad[]): string => {
  const [first] = quads;
  if (first === undefined) return '';
  const type = quads.find(isTypeOfKnownName);
  const element = type === undefined ? 'rdf:Description' : names.nameOf(type.object.value);
  const properties = quads.filter((quad) => quad !== type).map((quad) => propertyOf(names, quad));
  return `  <${element} ${about(first.subject)}>\n${properties.join('\n')}\n  </${element}>\n`;
};

/** Writes quads of the default graph as RDF/XML: one element per subject, in the order of their first statements. */
export const writeRdfXml = (quads: readonly Quad[]): string => {
  const names = createNames();
  const subjects = Map.groupBy(quads, ({ subject }) => `${subject.termType} ${subject.value}`);
  const nodes = [...subjects.values()].map((statements) => nodeOf(names, statements)).join('');
  return `<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF${names.declarations()}>\n${nodes}</rdf:RDF>\n`;
};
