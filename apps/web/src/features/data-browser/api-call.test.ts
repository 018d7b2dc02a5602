import { describe, expect, it } from 'vitest';
import { callAddress } from './api-call.ts';
import type { BrowseState } from './browse-state.ts';

const state: BrowseState = {
  tenant: '',
  type: 'OffStreetParking',
  conditions: [{ attribute: 'name', operator: 'contains', value: "Theater's & Co" }],
  join: 'and',
  page: 3,
};

describe('callAddress', () => {
  it('holds type, filter and page', () => {
    const address = new URL(callAddress(state, 'https://city.example'));
    expect(address.origin + address.pathname).toBe('https://city.example/ngsi-ld/v1/entities');
    expect(Object.fromEntries(address.searchParams)).toEqual({
      type: 'OffStreetParking',
      q: `name~="(?i)Theater's & Co"`,
      format: 'simplified',
      count: 'true',
      limit: '20',
      offset: '40',
    });
  });

  it('leaves out an empty filter and the first page', () => {
    const address = new URL(callAddress({ ...state, conditions: [], page: 1 }, 'https://city.example'));
    expect(address.searchParams.has('q')).toBe(false);
    expect(address.searchParams.has('offset')).toBe(false);
  });
});
