import { describe, expect, it } from 'vitest';
import { searchPlaces } from './search-places.ts';

const places = ['Parkhaus Theater', 'Am Theater', 'Theaterplatz', 'Domplatz'].map((name) => ({
  id: `urn:${name}`,
  type: 'Place',
  name,
}));
const found = (text: string) => searchPlaces(places, text).map(({ name }) => name);

describe('searchPlaces', () => {
  it('finds parts of names in any case, beginnings first', () => {
    expect(found('theater')).toEqual(['Theaterplatz', 'Am Theater', 'Parkhaus Theater']);
    expect(found(' PLATZ ')).toEqual(['Domplatz', 'Theaterplatz']);
  });

  it('needs every word, in any order', () => {
    expect(found('theater park')).toEqual(['Parkhaus Theater']);
    expect(found('theater dom')).toEqual([]);
  });

  it('finds nothing for nothing', () => {
    expect(found('  ')).toEqual([]);
  });
});
