import { describe, expect, it } from 'vitest';
import {
  conditionCount,
  datasetsWith,
  readSearch,
  toApi,
  toggle,
  withoutConditions,
  writeSearch,
} from './search-state.ts';

const of = (query: string) => readSearch(new URLSearchParams(query));

describe('a search in the address', () => {
  it.each([
    '',
    'text=Baum',
    'organisation=umweltamt&organisation=verkehr&format=CSV',
    'text=B%C3%A4ume&theme=http%3A%2F%2Fexample.org%2FENVI&bbox=7.5%2C51.9%2C7.7%2C52&sort=title&page=3',
  ])('is read and written alike: %s', (query) => {
    expect(writeSearch(of(query)).toString()).toBe(query);
  });

  it.each([
    'page=0',
    'page=-1',
    'page=x',
    'page=1e9',
    'sort=size',
    'bbox=1,2,3',
    'bbox=7.7,51.9,7.5,52',
    'bbox=,,,',
    'bbox=0,0,200,1',
    'bbox=1,2,3,4,5',
  ])('is left out where it is wrong: %s', (query) => {
    expect(writeSearch(of(query)).toString()).toBe('');
  });

  it('is asked of the server page by page', () => {
    expect(toApi(of('text=Baum')).toString()).toBe('text=Baum&limit=20');
    expect(toApi(of('page=3&format=CSV')).toString()).toBe('format=CSV&limit=20&offset=40');
  });

  it('begins anew when a condition changes', () => {
    const chosen = toggle(of('text=Baum&page=4'), 'format', 'CSV');
    expect(writeSearch(chosen).toString()).toBe('text=Baum&format=CSV');
    expect(writeSearch(toggle(chosen, 'format', 'CSV')).toString()).toBe('text=Baum');
  });

  it('counts its conditions and drops them together', () => {
    const state = of('text=Baum&format=CSV&format=PDF&bbox=7,51,8,52&sort=title&page=2');
    expect(conditionCount(state)).toBe(3);
    expect(writeSearch(withoutConditions(state)).toString()).toBe('text=Baum&sort=title');
  });

  it('is led to from a value', () => {
    expect(datasetsWith('keyword', 'Bäume & Co')).toBe('/datasets?keyword=B%C3%A4ume+%26+Co');
  });
});
