import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Ring, simplifyRings } from './simplify-rings.ts';

const districts = join(import.meta.dirname, '../../../shared/data/muenster/districts/districts.geojson');

const areaOf = (ring: Ring): number =>
  ring.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length] ?? [x, y];
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);

const keys = (ring: Ring): readonly string[] => ring.map(String);

describe('simplify rings', () => {
  const left: Ring = [
    [0, 0],
    [5, 0],
    [5.1, 2],
    [4.9, 5],
    [5, 8],
    [5, 10],
    [0, 10],
    [0, 5],
    [0, 0],
  ];
  const right: Ring = [
    [5, 0],
    [10, 0],
    [10, 10],
    [5, 10],
    [5, 8],
    [4.9, 5],
    [5.1, 2],
    [5, 0],
  ];

  it('removes what lies within the tolerance and keeps the rest', () => {
    const [simplified = []] = simplifyRings([left], 0.2);
    expect(keys(simplified)).not.toContain('0,5');
    expect(keys(simplified)).toEqual(expect.arrayContaining(['0,0', '5,0', '5,10', '0,10']));
    expect(simplified.at(0)).toEqual(simplified.at(-1));
  });

  it('gives neighbours the same border', () => {
    for (const tolerance of [0, 0.05, 0.2]) {
      const [first = [], second = []] = simplifyRings([left, right], tolerance);
      const border = (ring: Ring) => keys(ring.filter(([x]) => x > 4 && x < 6)).toSorted();
      expect([...new Set(border(first))]).toEqual([...new Set(border(second))]);
      expect(Math.abs(areaOf(first)) + Math.abs(areaOf(second))).toBeCloseTo(100, 9);
    }
  });

  it('keeps an area however large the tolerance', () => {
    const [simplified = []] = simplifyRings([left], 100);
    expect(simplified.length).toBeGreaterThanOrEqual(3);
  });

  // Without ../shared (real borders, not part of the project) only the drawn rings are tested.
  describe.skipIf(!existsSync(districts))('on the real districts in ../shared', () => {
    it('neither opens gaps nor makes overlaps', () => {
      const features: readonly { readonly geometry: { readonly coordinates: readonly Ring[] } }[] =
        JSON.parse(readFileSync(districts, 'utf8')).features;
      const rings = features.map(({ geometry }) =>
        (geometry.coordinates[0] ?? []).map(
          ([x, y]) => [Number(x.toFixed(6)), Number(y.toFixed(6))] as const,
        ),
      );
      const edges = (list: readonly Ring[]) => {
        const count = new Map<string, number>();
        for (const ring of list)
          for (const [index, vertex] of ring.entries()) {
            const next = ring[index + 1];
            if (next === undefined) continue;
            const key = [String(vertex), String(next)].toSorted().join(' ');
            count.set(key, (count.get(key) ?? 0) + 1);
          }
        return count;
      };
      const simplified = simplifyRings(rings, 0.00007);
      expect(simplified.flat().length).toBeLessThan(0.4 * rings.flat().length);
      const total = (list: readonly Ring[]) => list.reduce((sum, ring) => sum + Math.abs(areaOf(ring)), 0);
      expect(Math.abs(total(simplified) / total(rings) - 1)).toBeLessThan(0.001);
      expect(Math.max(...edges(simplified).values())).toBe(2);
    });
  });
});
