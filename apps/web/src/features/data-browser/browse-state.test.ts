import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBrowseState, writeBrowseState, type BrowseState } from './browse-state.ts';
import { operators } from './filter.ts';

describe('the state of the data browser', () => {
  it('is read from an address', () => {
    const parameters = new URLSearchParams(
      'tenant=bonn&type=School&attr=name&op=contains&value=Nord&join=or&page=3',
    );
    expect(readBrowseState(parameters)).toEqual({
      tenant: 'bonn',
      type: 'School',
      conditions: [{ attribute: 'name', operator: 'contains', value: 'Nord' }],
      join: 'or',
      page: 3,
    });
  });

  it('is usual where the address says nothing or nonsense', () => {
    const usual = { tenant: '', type: '', conditions: [], join: 'and', page: 1 };
    expect(readBrowseState(new URLSearchParams())).toEqual(usual);
    expect(readBrowseState(new URLSearchParams('page=-2&join=xor'))).toEqual(usual);
    expect(readBrowseState(new URLSearchParams('attr=a&op=like')).conditions).toEqual([
      { attribute: 'a', operator: 'exists', value: '' },
    ]);
  });

  it('comes back from its address unchanged', () => {
    const states: fc.Arbitrary<BrowseState> = fc.record({
      tenant: fc.constantFrom('', 'bonn'),
      type: fc.string(),
      conditions: fc.array(
        fc.record({
          attribute: fc.string(),
          operator: fc.constantFrom(...operators),
          value: fc.string({ unit: 'grapheme' }),
        }),
      ),
      join: fc.constantFrom('and', 'or'),
      page: fc.integer({ min: 1, max: 10_000 }),
    });
    fc.assert(
      fc.property(states, (state) => {
        const address = writeBrowseState(state).toString();
        expect(readBrowseState(new URLSearchParams(address))).toEqual(state);
      }),
    );
  });
});
