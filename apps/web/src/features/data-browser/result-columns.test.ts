import { describe, expect, it } from 'vitest';
import { resultColumns } from './result-columns.ts';

const property = (name: string) => ({ name, kinds: ['Property'] });
const samples = [
  {
    id: 'urn:1',
    type: 'OffStreetParking',
    name: 'Theater',
    operator: 'WBI',
    totalSpotNumber: 100,
    availableSpotNumber: 20,
    address: { streetAddress: 'Weg 1' },
    license: 'https://x.example/',
    description: 'A text of several sentences. It would make each row of the table very high.',
  },
];

describe('resultColumns', () => {
  it('puts the headline first, then numbers, then text, without name, place, structure, web addresses and long text', () => {
    const attributes = [
      ...[
        'address',
        'license',
        'description',
        'name',
        'operator',
        'totalSpotNumber',
        'availableSpotNumber',
      ].map(property),
      { name: 'location', kinds: ['GeoProperty'] },
    ];
    expect(resultColumns('OffStreetParking', attributes, samples)).toEqual([
      'availableSpotNumber',
      'totalSpotNumber',
      'operator',
    ]);
  });

  it('keeps the table readable', () => {
    const attributes = Array.from({ length: 30 }, (_, index) => property(`a${String(index)}`));
    expect(resultColumns('Other', attributes, [])).toHaveLength(6);
  });
});
