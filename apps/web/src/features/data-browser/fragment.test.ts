import { describe, expect, it } from 'vitest';
import { fragmentOf } from './fragment.ts';

describe('fragmentOf', () => {
  it('holds what is new or changed, and null for what is gone', () => {
    const kept = { id: 'a', type: 'T', status: 'active', q: 'a>1', throttling: 5, list: [1, 2] };
    expect(fragmentOf(kept, { type: 'T', q: 'a>2', list: [1, 2], isActive: false })).toEqual({
      q: 'a>2',
      isActive: false,
      throttling: null,
    });
  });

  it('does not mind the order of members', () => {
    expect(fragmentOf({ a: [{ b: 1, c: 2 }] }, { a: [{ c: 2, b: 1 }] })).toEqual({});
    expect(fragmentOf({ a: [1, 2] }, { a: [2, 1] })).toEqual({ a: [2, 1] });
  });

  it('is empty when nothing changed', () => {
    expect(fragmentOf({ id: 'a', q: 'x', timesSent: 7 }, { q: 'x' })).toEqual({});
  });
});
