import { describe, expect, it } from 'vitest';
import { addChange, noValues } from './latest-values.ts';

const change = (id: string, attributes: Readonly<Record<string, unknown>>) => ({
  id,
  type: 'A',
  ...attributes,
});

describe('addChange', () => {
  it('puts the newest first, and only numbers', () => {
    const once = addChange(noValues, change('urn:a', { temperature: 4, name: 'Dom' }));
    const twice = addChange(once, { id: 'urn:b', type: ['B', 'C'], no2: 12, pm10: 3 });
    expect(twice.values.map(({ id, type, attribute, value }) => [id, type, attribute, value])).toEqual([
      ['urn:b', 'B', 'no2', 12],
      ['urn:a', 'A', 'temperature', 4],
    ]);
    expect(twice.count).toBe(3);
    expect(addChange(twice, change('urn:c', { name: 'only words' }))).toEqual(twice);
  });

  it('replaces the older value of the same entity, under a number of its own', () => {
    const once = addChange(noValues, change('urn:a', { temperature: 4 }));
    const twice = addChange(once, change('urn:a', { temperature: 5 }));
    expect(twice.values).toMatchObject([{ value: 5, number: 2 }]);
  });

  it('keeps a handful', () => {
    const many = Array.from({ length: 30 }, (_, index) => change(`urn:${String(index)}`, { a: index }));
    const kept = many.reduce(addChange, noValues);
    expect(kept.values).toHaveLength(6);
    expect(kept.count).toBe(30);
  });
});
