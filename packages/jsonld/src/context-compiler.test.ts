import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createContextCompiler } from './context-compiler.ts';

const documents: Readonly<Record<string, unknown>> = {
  'https://example.org/a.jsonld': { '@context': ['https://example.org/b.jsonld', { speed: 'ex:speed' }] },
  'https://example.org/b.jsonld': {
    '@context': { ex: 'https://example.org/ns/', Vehicle: { '@id': 'ex:Vehicle' } },
  },
  'https://example.org/cyclic.jsonld': { '@context': 'https://example.org/cyclic.jsonld' },
};
const compiler = createContextCompiler({ fetchDocument: (address) => Promise.resolve(documents[address]) });
const compile = (source: unknown): ReturnType<typeof compiler.compile> => compiler.compile(source);

describe('a compiled context', () => {
  it('knows the core terms and sends unknown ones to the default vocabulary (§5.5.7)', async () => {
    const context = await compile(undefined);
    expect(context.expand('location')).toBe('https://uri.etsi.org/ngsi-ld/location');
    expect(context.expand('speed')).toBe('https://uri.etsi.org/ngsi-ld/default-context/speed');
    expect(context.compact('https://uri.etsi.org/ngsi-ld/default-context/speed')).toBe('speed');
    expect(context.compact('https://elsewhere.org/x')).toBe('https://elsewhere.org/x');
  });

  it('reads remote contexts that include others, with prefixes', async () => {
    const context = await compile(['https://example.org/a.jsonld', { width: 'ex:w' }]);
    expect(context.expand('speed')).toBe('https://example.org/ns/speed');
    expect(context.expand('ex:other')).toBe('https://example.org/ns/other');
    expect(context.compact('https://example.org/ns/Vehicle')).toBe('Vehicle');
    expect(context.compact('https://example.org/ns/other')).toBe('ex:other');
    expect(context.expand('width')).toBe('https://example.org/ns/w');
  });

  it('does not let a user context override core terms (§5.5.7)', async () => {
    const context = await compile({
      location: 'https://example.org/place',
      name: 'https://example.org/name',
    });
    expect(context.expand('location')).toBe('https://uri.etsi.org/ngsi-ld/location');
    expect(context.compact('https://example.org/name')).toBe('name');
  });

  it.each([
    ['https://example.org/cyclic.jsonld', /includes itself/],
    ['https://example.org/missing.jsonld', /has no @context/],
    ['not an address', /not an absolute address/],
    [{ a: 'b:x', b: 'a:y' }, /defined by itself/],
    [{ a: 5 }, /neither an IRI/],
    [{ a: '\ud800' }, /well-formed/],
    [{ '\ud800': 'https://example.org/a' }, /well-formed/],
    [{ '@vocab': 'https://example.org/\udfff' }, /well-formed/],
    [5, /must be an address/],
  ])('refuses %j', async (source, message) => {
    await expect(compile(source)).rejects.toThrow(message);
  });

  it('gives every term back that it expanded', async () => {
    const term = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,12}$/);
    await fc.assert(
      fc.asyncProperty(fc.dictionary(term, term), term, async (names, name) => {
        const source = Object.fromEntries(
          Object.entries(names).map(([key, value]) => [key, `https://example.org/${key}/${value}`]),
        );
        const context = await createContextCompiler({
          fetchDocument: () => Promise.reject(new Error()),
        }).compile(source);
        for (const known of [...Object.keys(source), name]) {
          const compacted = context.compact(context.expand(known));
          expect(context.expand(compacted)).toBe(context.expand(known));
        }
      }),
    );
  });
});
