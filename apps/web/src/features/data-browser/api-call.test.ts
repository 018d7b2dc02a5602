import { describe, expect, it } from 'vitest';
import { callAddress, curlCommand } from './api-call.ts';
import type { BrowseState } from './browse-state.ts';

const state: BrowseState = {
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

describe('curlCommand', () => {
  it('quotes for the shell', () => {
    expect(curlCommand("https://x/?q='a'")).toBe(
      `curl --header 'Accept: application/json' 'https://x/?q='\\''a'\\'''`,
    );
  });

  it('carries method, tenant and body', () => {
    const options = { method: 'POST', tenant: 'bonn', body: `{"a":"it's"}` } as const;
    expect(curlCommand('https://x/', options)).toBe(
      `curl --request POST --header 'Accept: application/json' --header 'NGSILD-Tenant: bonn' ` +
        `--header 'Content-Type: application/json' --data '{"a":"it'\\''s"}' 'https://x/'`,
    );
  });
});
