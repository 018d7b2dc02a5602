import fc from 'fast-check';
import { DataFactory } from 'n3';
import { isomorphic } from 'rdf-isomorphic';
import { describe, expect, it } from 'vitest';
import { fullCatalogue, fullDataset, fullRecords } from '../../test/sample-records.ts';
import { createAddresses } from './addresses.ts';
import { catalogueQuads } from './catalogue-quads.ts';
import { parseRdf, rdfFormatOf } from './parse-rdf.ts';
import { writeRdfXml } from './rdf-xml-writer.ts';
import { recordQuads } from './record-quads.ts';
import { rdfFormats, serialise } from './serialise.ts';

const { quad, namedNode, literal, blankNode } = DataFactory;
const addresses = createAddresses('https://daten.example.org/');
const everything = catalogueQuads({ catalogue: fullCatalogue, records: fullRecords, addresses });

describe('serialise', () => {
  it.each(rdfFormats)('%s: what is written reads as the same graph', async (format) => {
    const read = await parseRdf(await serialise(everything, format), format);
    expect(read.length).toBeGreaterThan(100);
    expect(isomorphic([...read], [...everything])).toBe(true);
  });

  const subjects = [namedNode('https://e.org/a?b=1&c=2#x'), blankNode('b0'), blankNode('b1')];
  const text = fc.string({ unit: 'grapheme' }).map((value) => value.replace(/[\r\n]/gu, '\n'));
  const object = fc.oneof(
    fc.constantFrom(...subjects),
    text.map((value) => literal(value)),
    fc.tuple(text, fc.constantFrom('de', 'en-gb')).map(([value, language]) => literal(value, language)),
    text.map((value) => literal(value, namedNode('https://e.org/type'))),
  );
  const predicate = fc.constantFrom(
    'http://purl.org/dc/terms/title',
    'http://www.w3.org/1999/02/22-rdf-syntax-ns#value',
    'https://other.example/vocabulary#name',
  );
  const graph = fc.array(
    fc
      .tuple(fc.constantFrom(...subjects), predicate, object)
      .map(([subject, name, value]) => quad(subject, namedNode(name), value)),
    { maxLength: 12 },
  );

  it.each(rdfFormats)('%s: keeps any graph, with cycles of nodes without IRI', async (format) => {
    await fc.assert(
      fc.asyncProperty(graph, async (quads) => {
        const read = await parseRdf(await serialise(quads, format), format);
        expect(isomorphic([...read], quads)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('refuses to write a property that RDF/XML cannot name', () => {
    const odd = quad(namedNode('https://e.org/a'), namedNode('https://e.org/1'), literal('x'));
    expect(() => writeRdfXml([odd])).toThrow('cannot name');
  });

  it('writes the same document for the same entries', async () => {
    const again = catalogueQuads({ catalogue: fullCatalogue, records: fullRecords, addresses });
    expect(await serialise(again, 'nt')).toBe(await serialise(everything, 'nt'));
  });
});

describe('recordQuads', () => {
  const turtle = (quads = recordQuads([fullDataset], addresses)) => serialise(quads, 'ttl');

  it('links only what the document describes', async () => {
    expect(await turtle()).not.toContain('inSeries');
    const all = await turtle(recordQuads(fullRecords, addresses));
    expect(all).toContain('dcat:inSeries <https://daten.example.org/series/unfall-serie>');
    expect(all).toContain('dcat:accessService <https://daten.example.org/service/unfall-wfs>');
    expect(all).toContain('dcat:servesDataset <https://daten.example.org/dataset/unfaelle>');
  });

  it('writes no property that DCAT-AP.de 3.0 gives up', async () => {
    expect(await turtle()).not.toMatch(
      /dcatde:(?:legalBasis|qualityProcessURI|geocodingDescription|politicalGeocodingURI|originator|maintainer)\b|versionInfo/u,
    );
  });

  it('gives entries of a tenant addresses that name it', async () => {
    const quads = recordQuads([fullDataset], createAddresses('https://daten.example.org', 'greven'));
    expect(await turtle(quads)).toContain('<https://daten.example.org/dataset/unfaelle?tenant=greven>');
  });

  it('makes IRIs that can be written of what people type, and leaves out what is none', async () => {
    const { content } = fullDataset;
    const odd = { ...content, landingPages: ['https://e.org/a b<c>"d"', 'no address', 'javascript', ''] };
    const text = await turtle(recordQuads([{ ...fullDataset, content: odd }], addresses));
    expect(text).toContain('<https://e.org/a%20b%3Cc%3E%22d%22>');
    expect(text).not.toContain('no address');
    await expect(parseRdf(text, 'ttl')).resolves.toBeDefined();
  });

  it('replaces characters that XML cannot hold', async () => {
    const odd = { ...fullDataset.content, title: { de: 'a\u0000b\u000bc\ud800d' } };
    const quads = recordQuads([{ ...fullDataset, content: odd }], addresses);
    const read = await parseRdf(await serialise(quads, 'rdf'), 'rdf');
    expect(isomorphic([...read], [...quads])).toBe(true);
  });
});

describe('rdfFormatOf', () => {
  it.each([
    ['text/turtle; charset=utf-8', '', 'ttl'],
    ['application/rdf+xml', 'x.ttl', 'rdf'],
    ['', 'a/catalog.jsonld?page=2', 'jsonld'],
    ['application/octet-stream', 'x.nt', 'nt'],
    ['text/plain', 'x.ttl', 'ttl'],
    ['text/html', 'x', undefined],
  ])('%s and %s mean %s', (type, name, expected) => {
    expect(rdfFormatOf(type, name)).toBe(expected);
  });
});
