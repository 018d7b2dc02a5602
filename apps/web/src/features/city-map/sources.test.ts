import { describe, expect, it } from 'vitest';
import { sourcesOf } from './sources.ts';

describe('sourcesOf', () => {
  it('names every provider once, with its licence', () => {
    const counter = {
      id: 'urn:a',
      type: 'Counter',
      dataProvider: 'Stadt Münster',
      license: 'https://l.example',
    };
    const station = { id: 'urn:b', type: 'Station', dataProvider: 'Bundesnetzagentur' };
    expect(sourcesOf([counter, { ...counter, id: 'urn:c' }, station, { id: 'urn:d', type: 'X' }])).toEqual([
      { provider: 'Stadt Münster', license: 'https://l.example' },
      { provider: 'Bundesnetzagentur', license: undefined },
    ]);
  });
});
