import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SolrSyntaxError } from './solr-lexer.ts';
import { parseSolrQuery } from './solr-parser.ts';
import { allOf, printSolrQuery, type SolrQuery } from './solr-query.ts';

const term = (field: string, value: string, isPattern = false): SolrQuery => ({
  kind: 'term',
  field,
  value,
  isPattern,
});
const phrase = (field: string, value: string): SolrQuery => ({ kind: 'phrase', field, value });

describe('the parser of Solr queries', () => {
  it.each<[string, SolrQuery]>([
    ['', { kind: 'all' }],
    ['*:*', { kind: 'all' }],
    ['*', { kind: 'all' }],
    ['organization:stadt-muenster', term('organization', 'stadt-muenster')],
    ['tags:"Freie Fahrt"', phrase('tags', 'Freie Fahrt')],
    ['+organization:a +groups:b', { kind: 'and', parts: [term('organization', 'a'), term('groups', 'b')] }],
    [
      'state:active -tags:alt',
      { kind: 'and', parts: [term('state', 'active'), { kind: 'not', part: term('tags', 'alt') }] },
    ],
    ['NOT tags:alt', { kind: 'not', part: term('tags', 'alt') }],
    ['-tags:alt', { kind: 'not', part: term('tags', 'alt') }],
    [
      'a:1 OR b:2 AND c:3',
      { kind: 'or', parts: [term('a', '1'), { kind: 'and', parts: [term('b', '2'), term('c', '3')] }] },
    ],
    ['groups:(a OR "b c")', { kind: 'or', parts: [term('groups', 'a'), phrase('groups', 'b c')] }],
    ['title:Rad*', term('title', 'Rad*', true)],
    [String.raw`title:Rad\*`, term('title', 'Rad*')],
    [String.raw`url:http\:\/\/x.de`, term('url', 'http://x.de')],
    ['title:rad^4', term('title', 'rad')],
    [
      'metadata_modified:[2026-01-01T00:00:00Z TO *]',
      {
        kind: 'range',
        field: 'metadata_modified',
        from: { value: '2026-01-01T00:00:00Z', isIncluded: true },
        to: { isIncluded: true },
      },
    ],
    [
      'size:{-5 TO 10}',
      {
        kind: 'range',
        field: 'size',
        from: { value: '-5', isIncluded: false },
        to: { value: '10', isIncluded: false },
      },
    ],
  ])('reads %s', (text, expected) => {
    expect(parseSolrQuery(text)).toEqual(expected);
  });

  it.each([
    ['(a:1', 'A bracket is not closed at character 5'],
    ['a:1)', 'A bracket was never opened at character 4'],
    ['a:"b', 'A quotation mark is not closed at character 3'],
    ['a:', 'A value is missing at character 3'],
    ['a:[1 2]', 'TO is missing in a range at character 6'],
    ['a:[1 TO 2', 'A range is not closed at character 10'],
    ['AND', 'A value is missing at character 1'],
    [`${'('.repeat(60)}a${')'.repeat(60)}`, 'The query is nested too deeply'],
    ['-'.repeat(1000), 'The query is nested too deeply'],
    ['a'.repeat(20_001), 'at most 20000 characters'],
  ])('refuses %s', (text, message) => {
    expect(() => parseSolrQuery(text)).toThrow(SolrSyntaxError);
    expect(() => parseSolrQuery(text)).toThrow(message);
  });

  const name = fc.stringMatching(/^[a-z]{1,6}$/u);
  const leaf = fc.oneof(
    fc.record({ kind: fc.constant('phrase' as const), field: name, value: fc.string({ unit: 'grapheme' }) }),
    fc.record({
      kind: fc.constant('term' as const),
      field: name,
      value: fc
        .string({ minLength: 1, unit: 'grapheme' })
        .filter((value) => !/^(?:AND|OR|NOT)$/u.test(value)),
      isPattern: fc.constant(false),
    }),
    fc.record({
      kind: fc.constant('range' as const),
      field: name,
      from: fc.record({ value: fc.string(), isIncluded: fc.boolean() }),
      to: fc.record({ isIncluded: fc.boolean() }),
    }),
  );
  const query = fc.letrec<{ query: SolrQuery }>((tie) => ({
    query: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('query'), { minLength: 2, maxLength: 3 }).map(allOf),
      fc
        .array(tie('query'), { minLength: 2, maxLength: 3 })
        .map((parts): SolrQuery => ({ kind: 'or', parts })),
      tie('query').map((part): SolrQuery => ({ kind: 'not', part })),
    ),
  })).query;

  it('reads back what is printed', () => {
    fc.assert(
      fc.property(query, (one) => {
        expect(parseSolrQuery(printSolrQuery(one))).toEqual(one);
      }),
    );
  });

  it('answers any text with a query or a syntax error', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab:+-!()[]{}"\\ *?^~&|TOANDR') }), (text) => {
        try {
          parseSolrQuery(text);
        } catch (cause) {
          expect(cause).toBeInstanceOf(SolrSyntaxError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
