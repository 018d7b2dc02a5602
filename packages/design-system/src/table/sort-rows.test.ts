import { describe, expect, it } from 'vitest';
import { sortRows, type SortDirection, type SortValue } from './sort-rows.ts';

const sorted = (values: readonly SortValue[], direction: SortDirection = 'ascending') =>
  sortRows(values, (value) => value, direction);

describe('sortRows', () => {
  it('sorts numbers by size and texts by the alphabet, umlauts and numbers inside included', () => {
    expect(sorted([10, 9, -1])).toEqual([-1, 9, 10]);
    expect(sorted(['Zoo', 'Über', 'Tor 10', 'Tor 9'])).toEqual(['Tor 9', 'Tor 10', 'Über', 'Zoo']);
  });

  it('keeps missing values last in both directions', () => {
    expect(sorted([null, 2, 1])).toEqual([1, 2, null]);
    expect(sorted([null, 1, 2], 'descending')).toEqual([2, 1, null]);
  });

  it('leaves the given rows as they are', () => {
    const rows = [2, 1];
    sorted(rows);
    expect(rows).toEqual([2, 1]);
  });
});
