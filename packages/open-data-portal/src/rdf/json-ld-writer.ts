import type { Quad, Term } from '@rdfjs/types';
import { prefixes } from './namespaces.ts';

type JsonLdValue = string | { readonly [name: string]: JsonLdValue } | readonly JsonLdValue[];

const namespaces = Object.entries(prefixes);

/** An IRI with a prefix where one fits. */
const compact = (iri: string): string => {
  const found = namespaces.find(([, namespace]) => iri.startsWith(namespace));
  if (found === undefined) return iri;
  const [prefix, namespace] = found;
  const local = iri.slice(namespace.length);
  return /^[A-Za-z_][\w-]*$/u.test(local) ? `${prefix}:${local}` : iri;
};

const idOf = (node: Term): string =>
  node.termType === 'BlankNode' ? `_:${node.value}` : compact(node.value);

const keyOf = (node: Term): string => `${node.termType} ${node.value}`;

interface Nodes {
  readonly bySubject: ReadonlyMap<string, readonly Quad[]>;
  /** Nodes without IRI that are written where they are used. */
  readonly nested: ReadonlySet<string>;
}

const valueOf = (nodes: Nodes, object: Quad['object']): JsonLdValue => {
  if (object.termType === 'Literal') {
    if (object.language !== '') return { '@language': object.language, '@value': object.value };
    const type = object.datatype.value;
    return type === `${prefixes.xsd}string`
      ? object.value
      : { '@type': compact(type), '@value': object.value };
  }
  if (!nodes.nested.has(keyOf(object))) return { '@id': idOf(object) };
  const { '@id': _id, ...rest } = nodeOf(nodes, object);
  return rest;
};

const nodeOf = (nodes: Nodes, subject: Term): { [name: string]: JsonLdValue } => {
  const quads = nodes.bySubject.get(keyOf(subject)) ?? [];
  const properties = Map.groupBy(quads, ({ predicate }) => predicate.value);
  const node: { [name: string]: JsonLdValue } = { '@id': idOf(subject) };
  for (const [predicate, statements] of properties) {
    const isType = predicate === `${prefixes.rdf}type`;
    const values = statements.map(({ object }) => (isType ? idOf(object) : valueOf(nodes, object)));
    const [only] = values;
    node[isType ? '@type' : compact(predicate)] = values.length === 1 && only !== undefined ? only : values;
  }
  return node;
};

/** Nodes without IRI that one statement names; those of a cycle would be written nowhere, so they are none. */
const nestedIn = (quads: readonly Quad[], subjects: ReadonlySet<string>): ReadonlySet<string> => {
  const uses = new Map<string, number>();
  const parents = new Map<string, string>();
  for (const { subject, predicate, object } of quads) {
    if (object.termType !== 'BlankNode') continue;
    // `@type` holds names only.
    const use = predicate.value === `${prefixes.rdf}type` ? 2 : 1;
    uses.set(keyOf(object), (uses.get(keyOf(object)) ?? 0) + use);
    parents.set(keyOf(object), keyOf(subject));
  }
  const isInCycle = (start: string): boolean => {
    const seen = new Set<string>();
    let key = parents.get(start);
    while (key !== undefined && key !== start && !seen.has(key)) {
      seen.add(key);
      key = parents.get(key);
    }
    return key === start;
  };
  return new Set(
    [...parents.keys()].filter((key) => uses.get(key) === 1 && subjects.has(key) && !isInCycle(key)),
  );
};

/** Writes quads of the default graph as JSON-LD: nodes with IRIs in `@graph`, those without one where they are used. */
export const writeJsonLd = (quads: readonly Quad[]): string => {
  const bySubject = Map.groupBy(quads, ({ subject }) => keyOf(subject));
  const nodes = { bySubject, nested: nestedIn(quads, new Set(bySubject.keys())) };
  const tops = [...bySubject.values()]
    .map(([first]) => first?.subject)
    .filter((subject) => subject !== undefined)
    .filter((subject) => !nodes.nested.has(keyOf(subject)));
  const graph = tops.map((subject) => nodeOf(nodes, subject));
  return `${JSON.stringify({ '@context': prefixes, '@graph': graph }, undefined, 2)}\n`;
};
