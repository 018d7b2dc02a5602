import type { Quad } from '@rdfjs/types';
import { DomainError } from '@allmende/kernel';
import jsonld from 'jsonld';
import type { RemoteDocument } from 'jsonld/jsonld-spec.js';
import { DataFactory, Parser } from 'n3';
import { RdfXmlParser } from 'rdfxml-streaming-parser';
import { rdfProblems } from './rdf-problems.ts';
import { rdfFormats, rdfMediaTypes, type RdfFormat } from './serialise.ts';

export interface ParseOptions {
  /** What relative IRIs are relative to. */
  readonly baseIri?: string;
  /** Characters that are read at most; 50 million without it. */
  readonly maxLength?: number;
  /** Fetches a JSON-LD context that a document names. Without it such a document is refused. */
  readonly loadContext?: (iri: string) => Promise<RemoteDocument['document']>;
}

const defaultMaxLength = 50_000_000;
const maxStatements = 5_000_000;
const maxDepth = 200;

const invalid = (format: RdfFormat, detail: string, cause?: unknown): DomainError =>
  new DomainError(rdfProblems.invalidRdf, `The document is not valid ${rdfMediaTypes[format]}: ${detail}`, {
    cause,
  });

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

const parseN3 = (text: string, format: 'ttl' | 'nt', baseIRI: string): readonly Quad[] =>
  // Each document has its own blank nodes; the parser counts documents so that they never meet.
  new Parser({ format: rdfMediaTypes[format], baseIRI }).parse(text);

/** Entities make a small document huge or read files (XXE, billion laughs); DCAT needs none. */
const refuseDocumentType = (text: string): void => {
  if (/<!(?:DOCTYPE|ENTITY)/iu.test(text)) {
    throw invalid('rdf', 'document types and entities are refused. Write the addresses out in full.');
  }
};

const notElements = /<!--.*?-->|<!\[CDATA\[.*?\]\]>/gsu;
const tags = /<\/[^>]*>|<[A-Za-z_](?:"[^"]*"|'[^']*'|[^'">])*>/gu;

/** The parser neither limits how deep elements lie nor minds a document that ends early. */
const checkElements = (text: string): void => {
  let depth = 0;
  for (const [tag] of text.replace(notElements, '').matchAll(tags)) {
    if (tag.startsWith('</')) depth -= 1;
    else if (!tag.endsWith('/>')) depth += 1;
    if (depth > maxDepth) {
      throw invalid('rdf', `more than ${String(maxDepth)} elements lie in one another.`);
    }
  }
  if (depth !== 0) throw invalid('rdf', 'the document ends before all elements are closed.');
};

const parseRdfXml = (text: string, baseIRI: string): Promise<readonly Quad[]> => {
  refuseDocumentType(text);
  checkElements(text);
  const { promise, resolve, reject } = Promise.withResolvers<readonly Quad[]>();
  const parser = new RdfXmlParser({ dataFactory: DataFactory, baseIRI });
  const quads: Quad[] = [];
  parser.on('data', (quad: Quad) => {
    quads.push(quad);
  });
  parser.on('error', reject);
  parser.on('end', () => {
    resolve(quads);
  });
  parser.write(text);
  parser.end();
  return promise;
};

const isTooDeep = (text: string): boolean => {
  let depth = 0;
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]/gsu)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    if (depth > maxDepth) return true;
  }
  return false;
};

const contextLoader = (loadContext: ParseOptions['loadContext']) => async (url: string) => {
  if (loadContext === undefined) {
    throw invalid(
      'jsonld',
      `the context ${url} is not fetched. Write the context into the document, or send Turtle.`,
    );
  }
  return { documentUrl: url, document: await loadContext(url) };
};

const parseJsonLd = async (
  text: string,
  baseIri: string,
  options: ParseOptions,
): Promise<readonly Quad[]> => {
  if (isTooDeep(text)) throw invalid('jsonld', `more than ${String(maxDepth)} values lie in one another.`);
  const document: unknown = JSON.parse(text);
  if (typeof document !== 'object' || document === null)
    throw invalid('jsonld', 'an object or a list is expected.');
  const nquads: unknown = await jsonld.toRDF(document, {
    base: baseIri,
    format: 'application/n-quads',
    documentLoader: contextLoader(options.loadContext),
  });
  return new Parser({ format: 'N-Quads' })
    .parse(String(nquads))
    .map(({ subject, predicate, object }) => DataFactory.quad(subject, predicate, object));
};

const parse = async (text: string, format: RdfFormat, options: ParseOptions): Promise<readonly Quad[]> => {
  const { baseIri = 'urn:allmende:document' } = options;
  switch (format) {
    case 'ttl':
    case 'nt':
      return parseN3(text, format, baseIri);
    case 'rdf':
      return parseRdfXml(text, baseIri);
    case 'jsonld':
      return parseJsonLd(text, baseIri, options);
  }
};

/** Reads an RDF document; what is not one, or is made to exhaust the reader, is refused (`invalid-rdf`, `rdf-too-large`). */
export const parseRdf = async (
  text: string,
  format: RdfFormat,
  options: ParseOptions = {},
): Promise<readonly Quad[]> => {
  const { maxLength = defaultMaxLength } = options;
  if (text.length > maxLength) {
    const detail = `The document has ${String(text.length)} characters; ${String(maxLength)} are read at most.`;
    throw new DomainError(rdfProblems.rdfTooLarge, detail);
  }
  const quads = await parse(text, format, options).catch((cause: unknown) => {
    const wrapped = jsonLdCause(cause);
    throw wrapped instanceof DomainError ? wrapped : invalid(format, messageOf(wrapped), cause);
  });
  if (quads.length > maxStatements) {
    const detail = `The document has ${String(quads.length)} statements; ${String(maxStatements)} are read at most.`;
    throw new DomainError(rdfProblems.rdfTooLarge, detail);
  }
  return quads;
};

/** The JSON-LD library wraps what a context loader throws. */
const jsonLdCause = (cause: unknown): unknown => {
  if (typeof cause !== 'object' || cause === null || !('details' in cause)) return cause;
  const { details } = cause;
  return typeof details === 'object' && details !== null && 'cause' in details ? details.cause : cause;
};

const formatByType: ReadonlyMap<string, RdfFormat> = new Map([
  ...rdfFormats.map((format) => [rdfMediaTypes[format], format] as const),
  ['application/json', 'jsonld'],
  ['application/xml', 'rdf'],
  ['text/xml', 'rdf'],
  ['application/x-turtle', 'ttl'],
  ['text/plain', 'nt'],
]);

/** The format of a media type or a file name; undefined where neither tells. */
export const rdfFormatOf = (mediaType: string, fileName = ''): RdfFormat | undefined => {
  const ending = /\.(ttl|jsonld|rdf|nt)(?:[?#].*)?$/iu.exec(fileName)?.[1]?.toLowerCase();
  const type = mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
  const byEnding = rdfFormats.find((format) => format === ending);
  return type === '' || type === 'text/plain' || type === 'application/octet-stream'
    ? (byEnding ?? formatByType.get(type))
    : (formatByType.get(type) ?? byEnding);
};
