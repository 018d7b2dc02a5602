import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../../city/index.ts';
import { groupValues } from './group-values.ts';

const time = '2026-11-24T12:00:00Z';
const value = (name: string, given: unknown, observedAt?: string): AttributeValue => ({
  name,
  value: given,
  unitCode: undefined,
  observedAt,
});

describe('groupValues', () => {
  it('parts measured values, numbers first, from facts and provenance', () => {
    const grouped = groupValues([
      value('status', 'open', time),
      value('availableSpotNumber', 12, time),
      value('dateObserved', time, time),
      value('name', 'Theater'),
      value('license', 'https://l.example'),
      value('totalSpotNumber', 700),
      value('location', { type: 'Point', coordinates: [7, 51] }),
    ]);
    expect(grouped.measured.map(({ name }) => name)).toEqual(['availableSpotNumber', 'status']);
    expect(grouped.facts.map(({ name }) => name)).toEqual(['totalSpotNumber', 'location']);
    expect(grouped.provenance.map(({ name }) => name)).toEqual(['license']);
    expect(grouped.hasPoint).toBe(true);
  });

  it('knows that an area is no point', () => {
    expect(groupValues([value('location', { type: 'Polygon', coordinates: [] })]).hasPoint).toBe(false);
    expect(groupValues([]).hasPoint).toBe(false);
  });
});
