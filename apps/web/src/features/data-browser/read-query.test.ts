import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionProblem, operators, toQuery } from './filter.ts';
import { readQuery } from './read-query.ts';

describe('readQuery', () => {
  it('reads what the builder wrote', () => {
    expect(readQuery('free>=5;name~="(?i)Dom \\\\(alt\\\\)"')).toEqual({
      join: 'and',
      conditions: [
        { attribute: 'free', operator: 'ge', value: '5' },
        { attribute: 'name', operator: 'contains', value: 'Dom (alt)' },
      ],
    });
    expect(readQuery('status=="a;b|c"|address[street]')).toEqual({
      join: 'or',
      conditions: [
        { attribute: 'status', operator: 'is', value: 'a;b|c' },
        { attribute: 'address[street]', operator: 'exists', value: '' },
      ],
    });
    expect(readQuery('')).toEqual({ conditions: [], join: 'and' });
  });

  it.each(['(a==1|b==2);c==3', 'a==1;b==2|c', '!a', 'a==1..5', 'a~="^x"', 'a==1,2', 'a==01', 'a==', '=='])(
    'leaves alone what the builder cannot say: %s',
    (q) => {
      expect(readQuery(q)).toBeUndefined();
    },
  );

  it('is the way back of toQuery', () => {
    const value = fc.oneof(
      fc.string(),
      fc.integer().map(String),
      fc.constantFrom('true', '2026-11-24', 'urn:a:b'),
    );
    const condition = fc
      .record({
        attribute: fc.constantFrom('a', 'b[c]', 'd.e', 'https://example.org/f'),
        operator: fc.constantFrom(...operators),
        value,
      })
      .filter((one) => conditionProblem(one) === undefined);
    const join = fc.constantFrom('and' as const, 'or' as const);
    fc.assert(
      fc.property(fc.array(condition, { maxLength: 4 }), join, (conditions, joined) => {
        const q = toQuery(conditions, joined);
        const read = readQuery(q);
        expect(read).toBeDefined();
        expect(read && toQuery(read.conditions, read.join)).toBe(q);
      }),
    );
  });
});
