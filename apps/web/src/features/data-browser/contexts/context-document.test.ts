import { describe, expect, it } from 'vitest';
import { contextDocument, contextName, readContextText, termsOf } from './context-document.ts';

describe('a pasted context', () => {
  it('is a JSON object with @context', () => {
    expect(readContextText('{"@context":{"a":"https://x/a"},"more":1}')).toEqual({
      document: { '@context': { a: 'https://x/a' }, more: 1 },
    });
  });

  it('says what it lacks', () => {
    expect(readContextText(' ')).toEqual({ problem: 'missing' });
    expect(readContextText('{"@context":')).toMatchObject({
      problem: 'notJson',
      detail: expect.any(String) as string,
    });
    for (const text of ['[]', '5', 'null', '{}', '{"@context":null}'])
      expect(readContextText(text)).toEqual({ problem: 'noContext' });
  });

  it('tells the terms it defines itself', () => {
    const document = {
      '@context': ['https://x/other.jsonld', { b: 'https://x/b', '@vocab': 'https://x/' }, { a: {} }],
    };
    expect(termsOf(document)).toEqual(['a', 'b']);
    expect(termsOf({ '@context': 'https://x/other.jsonld' })).toEqual([]);
    expect(termsOf('nonsense')).toEqual([]);
  });

  it('is called by the end of its address', () => {
    expect(contextName('https://x.example/data%20models/context.jsonld?a=b')).toBe('context.jsonld');
    expect(contextName('https://x.example/')).toBe('https://x.example/');
    expect(contextName('urn')).toBe('urn');
  });
});

describe('contextDocument', () => {
  it('takes a document with a context, and nothing else', () => {
    expect(contextDocument({ '@context': { a: 'https://x.example/a' } })).toEqual({
      '@context': { a: 'https://x.example/a' },
    });
    expect(contextDocument(undefined)).toBeUndefined();
    expect(contextDocument({ title: 'none' })).toBeUndefined();
  });
});
