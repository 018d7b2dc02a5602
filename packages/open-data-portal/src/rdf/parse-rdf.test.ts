import { describe, expect, it } from 'vitest';
import { parseRdf } from './parse-rdf.ts';

const rdfXml = (inner: string, head = '') =>
  `<?xml version="1.0"?>${head}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dct="http://purl.org/dc/terms/">${inner}</rdf:RDF>`;

const laughs = `<!DOCTYPE rdf:RDF [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>`;
const external = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>';
const title = '<rdf:Description rdf:about="https://e.org/"><dct:title>&c;</dct:title></rdf:Description>';
const nested = (depth: number) =>
  rdfXml('<rdf:Description><dct:relation>'.repeat(depth) + '</dct:relation></rdf:Description>'.repeat(depth));

describe('parseRdf', () => {
  it.each([
    ['entities that grow', rdfXml(title, laughs), 'entities are refused'],
    ['entities that read files', rdfXml(title, external), 'entities are refused'],
    ['entities that are not declared', rdfXml(title), 'not valid application/rdf+xml'],
    ['deep nesting', nested(5000), 'more than 200 elements'],
    ['no XML', 'a,b\n1,2', 'not valid application/rdf+xml'],
    ['half a document', rdfXml('<rdf:Description>').slice(0, -10), 'not valid application/rdf+xml'],
  ])('refuses RDF/XML with %s', async (_name, text, message) => {
    await expect(parseRdf(text, 'rdf')).rejects.toThrow(message);
  });

  it('reads nesting as people write it', async () => {
    expect(await parseRdf(nested(50), 'rdf')).toHaveLength(50);
  });

  it.each([
    ['{"@context": "https://evil.example/context"}', 'https://evil.example/context is not fetched'],
    ['{"@context": {}, ', 'not valid application/ld+json'],
    ['17', 'an object or a list is expected'],
    [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'more than 200 values'],
  ])('refuses JSON-LD %.40s', async (text, message) => {
    await expect(parseRdf(text, 'jsonld')).rejects.toThrow(message);
  });

  it('takes contexts from the loader that is given', async () => {
    const loadContext = async () => ({ '@context': { title: 'http://purl.org/dc/terms/title' } });
    const text = '{"@context": "https://e.org/context", "@id": "https://e.org/a", "title": "A"}';
    expect(await parseRdf(text, 'jsonld', { loadContext })).toHaveLength(1);
  });

  it('names the line of a mistake in Turtle', async () => {
    await expect(parseRdf('<https://e.org/a> a\n<https://e.org/b>', 'ttl')).rejects.toThrow('line 2');
  });

  it('refuses what is too large, with the limit', async () => {
    await expect(parseRdf('x'.repeat(11), 'nt', { maxLength: 10 })).rejects.toThrow('10 are read at most');
  });
});
