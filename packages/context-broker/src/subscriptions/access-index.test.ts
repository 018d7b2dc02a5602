import { expect, it } from 'vitest';
import { entity, instance, location } from '../../test/query-arbitraries.ts';
import type { Entity } from '../entities/entity.ts';
import { AccessIndex } from './access-index.ts';
import type { AccessPath } from './access-path.ts';

const path = { names: ['urn:a'], trailing: [] };
const equal = (value: string | number | boolean): AccessPath => ({ kind: 'equal', path, value });
const range = (from: number, to: number, scale: 'number' | 'time' = 'number'): AccessPath => ({
  kind: 'range',
  path,
  scale,
  from,
  to,
});
const place: AccessPath = {
  kind: 'place',
  geoproperty: location,
  bounds: { minX: 7, maxX: 8, minY: 51, maxY: 52 },
};

const valued = (value: unknown): Entity => entity({ 'urn:a': [instance(value)] });
const located = (...coordinates: readonly number[]): Entity =>
  entity({ [location]: [instance({ type: 'Point', coordinates }, { kind: 'GeoProperty' })] });

const isFound = (access: AccessPath | undefined, subject: Entity): boolean => {
  const index = new AccessIndex<string>();
  index.add(access, 'entry');
  const found = new Set<string>();
  index.collect(subject, found);
  index.remove(access, 'entry');
  expect(index.isEmpty).toBe(true);
  return found.has('entry');
};

it.each([
  [equal('1'), '1', true],
  [equal('1'), 1, false],
  [equal(1), 1, true],
  [equal(1), ['x', 1], true],
  [equal(0), -0, true],
  [equal(true), true, true],
  [equal(true), 'true', false],
  [equal('x'), { '@value': 'x' }, true],
  [equal('x'), { member: 'x' }, false],
  [equal('x'), null, false],
])('an equality %j is met by %j: %s', (access, value, expected) => {
  expect(isFound(access, valued(value))).toBe(expected);
});

it.each([
  [range(1, 2), 1, true],
  [range(1, 2), 2, true],
  [range(1, 2), 2.1, false],
  [range(1, 2), '1', false],
  [range(-Infinity, 0), -1e308, true],
  [range(-Infinity, 0), 1, false],
  [range(0, Infinity), 1e308, true],
  [range(-5e-324, 5e-324), 0, true],
  [range(0, Date.UTC(2026, 0), 'time'), '2026-01-01', true],
  [range(0, Date.UTC(2026, 0), 'time'), '2026-06-01T00:00:00,5Z', false],
  [range(0, Date.UTC(2026, 0), 'time'), 5, false],
  [range(0, Date.UTC(2026, 0), 'time'), 'never', false],
])('a range %j is met by %j: %s', (access, value, expected) => {
  expect(isFound(access, valued(value))).toBe(expected);
});

it('a place is met on its border, not outside, and not without a geometry', () => {
  expect(isFound(place, located(7, 51))).toBe(true);
  expect(isFound(place, located(8.01, 51))).toBe(false);
  expect(isFound(place, entity({ [location]: [instance('somewhere')] }))).toBe(false);
  expect(isFound(place, entity({}))).toBe(false);
});

it('a beginning is met by ids that begin so, and a path to nothing by all', () => {
  expect(isFound({ kind: 'prefix', prefix: 'urn:ngsi-ld:T' }, entity({}))).toBe(true);
  expect(isFound({ kind: 'prefix', prefix: 'urn:ngsi-ld:U' }, entity({}))).toBe(false);
  expect(isFound(undefined, entity({}))).toBe(true);
});

it('keeps what others have at the same value, range and beginning', () => {
  const shared = [equal('x'), range(0, 1), place, { kind: 'prefix', prefix: 'urn:' } as const, undefined];
  for (const access of shared) {
    const index = new AccessIndex<string>();
    index.add(access, 'stays');
    index.add(access, 'goes');
    index.remove(access, 'goes');
    const found = new Set<string>();
    for (const subject of [valued('x'), valued(1), located(7, 51)]) index.collect(subject, found);
    expect([...found]).toEqual(['stays']);
    expect(index.isEmpty).toBe(false);
  }
});
