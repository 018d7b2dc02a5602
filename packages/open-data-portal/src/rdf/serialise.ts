import type { Quad } from '@rdfjs/types';
import { Writer } from 'n3';
import { writeJsonLd } from './json-ld-writer.ts';
import { prefixes } from './namespaces.ts';
import { writeRdfXml } from './rdf-xml-writer.ts';

/** How RDF is written, by the ending of an address. */
export type RdfFormat = 'ttl' | 'jsonld' | 'rdf' | 'nt';

export const rdfMediaTypes: Readonly<Record<RdfFormat, string>> = {
  ttl: 'text/turtle',
  jsonld: 'application/ld+json',
  rdf: 'application/rdf+xml',
  nt: 'application/n-triples',
};

export const rdfFormats: readonly RdfFormat[] = ['ttl', 'jsonld', 'rdf', 'nt'];

const written = (
  quads: readonly Quad[],
  options: ConstructorParameters<typeof Writer>[0],
): Promise<string> => {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const writer = new Writer(options);
  writer.addQuads([...quads]);
  writer.end((error: Error | null | undefined, result: string) => {
    if (error === null || error === undefined) resolve(result);
    else reject(error);
  });
  return promise;
};

/** Prefixes that the quads use, so that a small document has a small head. */
const usedPrefixes = (quads: readonly Quad[]): Readonly<Record<string, string>> => {
  const iris = new Set(
    quads.flatMap(({ predicate, object }) => [
      predicate.value,
      object.termType === 'Literal' ? object.datatype.value : object.value,
    ]),
  );
  return Object.fromEntries(
    Object.entries(prefixes).filter(([, namespace]) => [...iris].some((iri) => iri.startsWith(namespace))),
  );
};

/** Writes quads of the default graph. */
export const serialise = async (quads: readonly Quad[], format: RdfFormat): Promise<string> => {
  switch (format) {
    case 'ttl':
      return written(quads, { prefixes: usedPrefixes(quads) });
    case 'nt':
      return written(quads, { format: 'N-Triples' });
    case 'jsonld':
      return writeJsonLd(quads);
    case 'rdf':
      return writeRdfXml(quads);
  }
};
