import { describe, expect, it } from 'vitest';
import { attributeValues, entityName, entityPosition, headlineValue } from './describe-entity.ts';

describe('entityName', () => {
  it('is the name, the title or the end of the id', () => {
    expect(entityName({ id: 'urn:ngsi-ld:School:1', name: 'Nord', title: 'Schule' })).toBe('Nord');
    expect(entityName({ id: 'urn:ngsi-ld:School:1', name: '', title: 'Schule' })).toBe('Schule');
    expect(entityName({ id: 'urn:ngsi-ld:School:muenster:1' })).toBe('muenster:1');
    expect(entityName({ id: 'https://city.example/1' })).toBe('https://city.example/1');
  });
});

describe('entityPosition', () => {
  const at = (location: unknown) => entityPosition({ id: 'urn:a', type: 'X', location });

  it('is that of a point', () => {
    expect(at({ type: 'Point', coordinates: [7.6, 51.9, 60] })).toEqual([7.6, 51.9]);
  });

  it('is unknown for areas, broken points and nothing', () => {
    expect(at({ type: 'Polygon', coordinates: [] })).toBeUndefined();
    expect(at({ type: 'Point', coordinates: ['7', 51] })).toBeUndefined();
    expect(at({ type: 'Point' })).toBeUndefined();
    expect(at(undefined)).toBeUndefined();
  });
});

describe('headlineValue', () => {
  it('is the first headline attribute that the entity has', () => {
    expect(headlineValue({ id: 'urn:a', type: 'OffStreetParking', occupancy: 0.5 })).toEqual({
      attribute: 'occupancy',
      value: 0.5,
    });
    const closed = { id: 'urn:a', type: 'OffStreetParking', availableSpotNumber: 76, status: ['closed'] };
    expect(headlineValue(closed)?.value).toBe('closed');
    expect(headlineValue({ id: 'urn:a', type: 'Unknown', occupancy: 0.5 })).toBeUndefined();
  });
});

describe('attributeValues', () => {
  it('puts measured attributes first, with unit and time', () => {
    const values = attributeValues({
      id: 'urn:a',
      type: 'X',
      name: { type: 'Property', value: 'Nord' },
      district: { type: 'Relationship', object: 'urn:d' },
      no2: { type: 'Property', value: 20, unitCode: 'GQ', observedAt: '2026-11-24T12:00:00Z' },
    });
    expect(values).toEqual([
      { name: 'no2', value: 20, unitCode: 'GQ', observedAt: '2026-11-24T12:00:00Z' },
      { name: 'name', value: 'Nord', unitCode: undefined, observedAt: undefined },
      { name: 'district', value: 'urn:d', unitCode: undefined, observedAt: undefined },
    ]);
  });
});
