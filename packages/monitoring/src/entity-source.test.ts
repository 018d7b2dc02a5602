import { describe, expect, it } from 'vitest';
import { attributeOf, isSameName } from './entity-source.ts';

describe('names of types and attributes', () => {
  it.each([
    ['temperature', 'temperature', true],
    ['temperature', 'https://example.org/temperature', true],
    ['https://example.org/terms#temperature', 'temperature', true],
    ['https://example.org/temperature', 'https://example.com/temperature', false],
    ['a/temperature', 'b/temperature', false],
    ['perature', 'https://example.org/temperature', false],
  ])('%s and %s mean the same: %s', (left, right, isSame) => {
    expect(isSameName(left, right)).toBe(isSame);
    expect(isSameName(right, left)).toBe(isSame);
  });

  it('find an attribute by its short name or IRI', () => {
    const observed = { value: 1, at: '2026-11-24T08:00:00.000Z' };
    const entity = { id: 'urn:1', types: [], attributes: { 'https://example.org/temperature': observed } };
    expect(attributeOf(entity, 'temperature')).toBe(observed);
    expect(attributeOf(entity, 'toString')).toBeUndefined();
  });
});
