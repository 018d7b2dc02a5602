import { describe, expect, it } from 'vitest';
import { filterPaths } from './value-kind.ts';

const property = (name: string) => ({ name, kinds: ['Property'] });

describe('filterPaths', () => {
  it('tells the kind from the first known value', () => {
    const samples = [
      { id: 'urn:1', type: 'School', pupils: null },
      {
        id: 'urn:2',
        type: 'School',
        pupils: 300,
        open: true,
        since: '2001-09-01',
        tags: ['a'],
        name: 'Nord',
      },
    ];
    const names = ['pupils', 'open', 'since', 'tags', 'name', 'other'];
    expect(filterPaths(names.map(property), samples).map(({ kind }) => kind)).toEqual([
      'number',
      'boolean',
      'time',
      'text',
      'text',
      'unknown',
    ]);
  });

  it('sees through typed values', () => {
    const since = { '@type': 'DateTime', '@value': '2026-11-24T00:00:00Z' };
    const samples = [{ id: 'urn:1', type: 'School', since }];
    expect(filterPaths([property('since')], samples)).toEqual([{ path: 'since', kind: 'time' }]);
  });

  it('takes an interval for text, which no time can be compared with', () => {
    const counted = '2026-11-24T07:45:00Z/2026-11-24T08:00:00Z';
    const samples = [{ id: 'urn:1', type: 'TrafficFlowObserved', counted }];
    expect(filterPaths([property('counted')], samples)).toEqual([{ path: 'counted', kind: 'text' }]);
  });

  it('offers the parts of a structured value', () => {
    const samples = [{ id: 'urn:1', type: 'School', address: { streetAddress: 'Weg 1', number: 1 } }];
    expect(filterPaths([property('address')], samples)).toEqual([
      { path: 'address[streetAddress]', kind: 'text' },
      { path: 'address[number]', kind: 'number' },
    ]);
  });

  it('knows places and relationships by their declared kind', () => {
    const attributes = [
      { name: 'location', kinds: ['GeoProperty'] },
      { name: 'refDistrict', kinds: ['Relationship'] },
    ];
    expect(filterPaths(attributes, [])).toEqual([
      { path: 'location', kind: 'place' },
      { path: 'refDistrict', kind: 'uri' },
    ]);
  });
});
