import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entities, nodes, testContext } from './query-arbitraries.ts';
import { matchesNode } from '../src/query-language/matches.ts';
import { parseQuery } from '../src/query-language/parser.ts';
import { printQuery } from '../src/query-language/print-query.ts';

describe('printQuery (§4.9)', () => {
  it('gives a text that means the same', () => {
    fc.assert(
      fc.property(nodes, entities, (node, entity) => {
        const text = printQuery(node, testContext);
        if (text === undefined) throw new Error(`no text for ${JSON.stringify(node)}`);
        const again = parseQuery(text, testContext);
        expect(matchesNode(entity, again)).toBe(matchesNode(entity, node));
      }),
    );
  });

  it.each([
    'speed>5',
    '!speed',
    'a.b[c.d]=="x, \\"y\\""',
    '((a==1..5|b==urn:x:1,urn:x:2);c~="^x.*(y|z)$")',
    'at>=2026-01-01T00:00:00Z',
  ])('prints %s', (text) => {
    expect(printQuery(parseQuery(text, testContext), testContext)).toBe(text);
  });

  it('gives none for what cannot be said, or not shortly', () => {
    const path = { names: [testContext.expand('a')], trailing: [] };
    const compare = (value: string) =>
      ({ kind: 'compare', path, operator: '==', value: { kind: 'uri', value } }) as const;
    expect(printQuery(compare('urn:a,b'), testContext)).toBeUndefined();
    expect(printQuery({ kind: 'and', children: [compare('urn:a,b')] }, testContext)).toBeUndefined();
    expect(printQuery(compare(`urn:${'a'.repeat(2000)}`), testContext)).toBeUndefined();
    const dotted = { names: ['urn:x:a.b'], trailing: [] };
    expect(printQuery({ kind: 'exists', path: dotted }, testContext)).toBeUndefined();
    expect(printQuery({ kind: 'exists', path: { ...dotted, names: ['https://a.b/c'] } }, testContext)).toBe(
      'https://a.b/c',
    );
  });
});
