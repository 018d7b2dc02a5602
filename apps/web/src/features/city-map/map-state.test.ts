import { describe, expect, it } from 'vitest';
import { readMapState, withLayers, withList, withPlace } from './map-state.ts';

const all = ['Bike', 'Parking', 'Stop'];
const read = (address: string) => readMapState(new URLSearchParams(address), all, ['Bike', 'Parking']);

describe("the map's address", () => {
  it('shows the usual layers unless it names others', () => {
    expect(read('')).toEqual({
      layers: new Set(['Bike', 'Parking']),
      isChosen: false,
      placeId: undefined,
      isList: false,
    });
    expect(read('layers=Stop,Unknown').layers).toEqual(new Set(['Stop']));
    expect(read('layers=').layers).toEqual(new Set());
    expect(read('type=Parking')).toMatchObject({ layers: new Set(['Parking']), isChosen: true });
  });

  it('is written so that it reads the same', () => {
    const layers = withLayers(new URLSearchParams('type=Bike'), new Set(['Stop', 'Bike']), all);
    expect(layers.toString()).toBe('layers=Bike%2CStop');
    const place = withList(withPlace(layers, 'urn:a'), true);
    expect(read(place.toString())).toEqual({
      layers: new Set(['Bike', 'Stop']),
      isChosen: true,
      placeId: 'urn:a',
      isList: true,
    });
    expect(withList(withPlace(place, undefined), false).toString()).toBe(layers.toString());
  });
});
