import { describe, expect, it } from 'vitest';
import { applyChange } from './apply-change.ts';

const a = { id: 'urn:a', type: 'School', name: 'Nord', pupils: 10 };
const b = { id: 'urn:b', type: 'School', name: 'Süd' };

describe('applyChange', () => {
  it('lays changed attributes over the entity and leaves the others alone', () => {
    const changed = applyChange([a, b], { id: 'urn:a', type: 'School', pupils: 12 });
    expect(changed).toEqual([{ ...a, pupils: 12 }, b]);
    expect(changed[1]).toBe(b);
  });

  it('takes away deleted attributes and deleted entities', () => {
    expect(applyChange([a], { id: 'urn:a', type: 'School', pupils: null })).toEqual([
      { id: 'urn:a', type: 'School', name: 'Nord' },
    ]);
    expect(applyChange([a, b], { id: 'urn:a', type: 'School', deletedAt: '2026-11-24T00:00:00Z' })).toEqual([
      b,
    ]);
  });

  it('adds entities that are new', () => {
    expect(applyChange([a], { id: 'urn:c', type: 'School', name: 'Ost' })).toEqual([
      a,
      { id: 'urn:c', type: 'School', name: 'Ost' },
    ]);
  });

  it('keeps the type under which an entity of several types is shown', () => {
    expect(applyChange([a], { id: 'urn:a', type: ['School', 'Building'], pupils: 1 })[0]?.type).toBe(
      'School',
    );
  });
});
