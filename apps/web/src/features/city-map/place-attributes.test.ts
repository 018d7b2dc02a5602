import { describe, expect, it } from 'vitest';
import { placeAttributes } from './place-attributes.ts';

describe('placeAttributes', () => {
  it('puts the headline first, then numbers, then the rest, without provenance, names and structures', () => {
    const entity = {
      id: 'urn:a',
      type: 'OffStreetParking',
      name: 'Theater',
      location: { type: 'Point', coordinates: [7, 51] },
      operator: 'WBI',
      license: 'https://x.example',
      totalSpotNumber: 100,
      isOpen: true,
      status: ['open', 'almostFull'],
      availableSpotNumber: 20,
    };
    expect(placeAttributes(entity)).toEqual([
      'availableSpotNumber',
      'totalSpotNumber',
      'operator',
      'isOpen',
      'status',
    ]);
  });

  it('are at most ten', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`a${String(index)}`, index]));
    expect(placeAttributes({ id: 'urn:a', type: 'Other', ...many })).toHaveLength(10);
  });
});
