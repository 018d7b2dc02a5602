import { describe, expect, it } from 'vitest';
import { exampleTiles } from './example-dashboard.ts';
import { missingPart } from './tiles.ts';

const samples = [
  { id: 'urn:a', type: 'School', name: 'Schule', schoolType: 'Gymnasium' },
  { id: 'urn:b', type: 'OffStreetParking', name: 'Theater', availableSpotNumber: 12 },
  { id: 'urn:c', type: 'WeatherObserved', name: 'Wetter', temperature: 3 },
];

describe('exampleTiles', () => {
  it('shows what is measured in every way, complete and each under an id of its own', () => {
    const tiles = exampleTiles(samples, 'de');
    expect(tiles.map(({ kind, title }) => [kind, title])).toEqual([
      ['trend', 'Theater: Freie Stellplätze'],
      ['trend', 'Wetter: Temperatur'],
      ['chart', 'Theater'],
      ['map', 'Parkhäuser'],
      ['table', 'Parkhäuser'],
    ]);
    expect(tiles.map(missingPart)).toEqual(tiles.map(() => undefined));
    expect(new Set(tiles.map(({ id }) => id)).size).toBe(tiles.length);
  });

  it('is empty where nothing is measured', () => {
    expect(exampleTiles(samples.slice(0, 1), 'de')).toEqual([]);
  });
});
