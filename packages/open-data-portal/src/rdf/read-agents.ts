import type { Term } from '@rdfjs/types';
import type { Agent, ContactPoint } from '../catalogue/dataset.ts';
import { defined, type GraphReader } from './graph-reader.ts';
import type { CompactName } from './namespaces.ts';

const withoutScheme = (iri: string | undefined, scheme: RegExp): string | undefined => {
  const text = iri?.trim().replace(scheme, '');
  return text === undefined || text === '' ? undefined : text;
};

/** Value of a property that some write as a text, some as an IRI and some as a node with vcard:hasValue. */
const anyValue = (reader: GraphReader, node: Term, ...names: readonly CompactName[]): string | undefined => {
  const value = reader.first(node, ...names);
  if (value === undefined) return undefined;
  if (value.termType === 'Literal' || value.termType === 'NamedNode') {
    return reader.first(value, 'vcard:hasValue')?.value ?? value.value;
  }
  return reader.first(value, 'vcard:hasValue', 'vcard:value')?.value;
};

const emailOf = (text: string | undefined) => withoutScheme(text, /^mailto:/iu);

/** foaf:Agent; some portals write the name alone. */
export const readAgent = (reader: GraphReader, node: Term): Agent => {
  if (node.termType === 'Literal') return { name: node.value };
  const iri = node.termType === 'NamedNode' ? node.value : undefined;
  const name = reader.text(
    node,
    'foaf:name',
    'vcard:fn',
    'vcard:organization-name',
    'rdfs:label',
    'skos:prefLabel',
  );
  return {
    name: name ?? iri ?? '',
    ...defined({
      iri,
      type: reader.iri(node, 'dct:type'),
      email: emailOf(anyValue(reader, node, 'foaf:mbox', 'vcard:hasEmail')),
      homepage: reader.iri(node, 'foaf:homepage', 'vcard:hasURL'),
    }),
  };
};

export const readAgents = (reader: GraphReader, node: Term, name: CompactName): readonly Agent[] =>
  reader.values(node, name).map((agent) => readAgent(reader, agent));

/** vcard:Kind. */
export const readContactPoint = (reader: GraphReader, node: Term): ContactPoint => {
  if (node.termType === 'Literal') return { name: node.value };
  return {
    name: reader.text(node, 'vcard:fn', 'vcard:organization-name', 'foaf:name') ?? '',
    ...defined({
      email: emailOf(anyValue(reader, node, 'vcard:hasEmail', 'vcard:email', 'foaf:mbox')),
      phone: withoutScheme(
        anyValue(reader, node, 'vcard:hasTelephone', 'vcard:tel', 'foaf:phone'),
        /^tel:/iu,
      ),
      url: anyValue(reader, node, 'vcard:hasURL', 'vcard:url', 'foaf:homepage'),
    }),
  };
};
