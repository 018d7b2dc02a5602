import { describe, expect, it } from 'vitest';
import { readWarnings } from './source-warnings.ts';

const warningsOf = (...values: readonly string[]) => {
  const headers = new Headers();
  for (const value of values) headers.append('NGSILD-Warning', value);
  return readWarnings({ headers });
};

const id = 'urn:ngsi-ld:ContextSourceRegistration:munich';

describe('readWarnings', () => {
  it('finds nothing where all sources answered', () => {
    expect(warningsOf()).toEqual([]);
  });

  it.each([
    ['199', 'it cannot be reached', 'unreachable'],
    ['199', 'its address is in a private network', 'unreachable'],
    ['199', 'it did not answer within 2000 ms', 'timeout'],
    ['199', 'it failed less than 5000 ms ago', 'resting'],
    ['111', 'its answer is no JSON', 'unreadable'],
    ['110', 'it was not asked again', 'stale'],
  ])('tells what happened: %s %s', (code, detail, kind) => {
    expect(warningsOf(`${code} city.example:8103 "${id}: ${detail}"`)).toEqual([
      { kind, source: 'city.example:8103', registrationId: id },
    ]);
  });

  it('tells what a source answered', () => {
    expect(warningsOf(`299 city.example "${id}: it answered 503"`)).toEqual([
      { kind: 'refused', source: 'city.example', registrationId: id, status: '503' },
    ]);
  });

  it('tells each source once, whatever is quoted', () => {
    const found = warningsOf(
      `199 a.example "urn:x:\\"1\\", 2: it cannot be reached"`,
      `199 a.example "urn:x:3: it cannot be reached"`,
      `199 b.example "something else"`,
    );
    expect(found.map(({ source }) => source)).toEqual(['a.example', 'b.example']);
    expect(found[1]).toEqual({ kind: 'unreachable', source: 'b.example', registrationId: '' });
  });
});
