import { describe, expect, it } from 'vitest';
import { addChange } from './latest-values.ts';

const change = (id: string, value: unknown) => ({ id, type: 'WeatherObserved', temperature: value });

describe('the latest values', () => {
  it('hold the newest first and each attribute once', () => {
    const values = [change('urn:a', 1), change('urn:b', 2), change('urn:a', 3)].reduce(addChange, []);
    expect(values.map(({ id, value }) => [id, value])).toEqual([
      ['urn:a', 3],
      ['urn:b', 2],
    ]);
  });

  it('leave out what is not a number', () => {
    expect(addChange([], change('urn:a', 'warm'))).toEqual([]);
    expect(addChange([], change('urn:a', null))).toEqual([]);
  });

  it('are few', () => {
    const many = Array.from({ length: 20 }, (_, index) => change(`urn:${String(index)}`, index));
    expect(many.reduce(addChange, [])).toHaveLength(8);
  });
});
