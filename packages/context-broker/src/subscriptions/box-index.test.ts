import { expect, it } from 'vitest';
import type { Bounds } from '../query-language/geometry.ts';
import { BoxIndex } from './box-index.ts';

const box = (minX: number, maxX: number, minY = 0, maxY = 1): Bounds => ({ minX, maxX, minY, maxY });

const found = (index: BoxIndex<string>, at: Bounds): readonly string[] => {
  const entries = new Set<string>();
  index.collect(at, entries);
  return [...entries].toSorted();
};

it('finds what touches a box, its border included', () => {
  const index = new BoxIndex<string>();
  index.add(box(0, 1), 'left');
  index.add(box(1, 2), 'right');
  index.add(box(0, 2, 5, 6), 'above');
  expect(found(index, box(1, 1))).toEqual(['left', 'right']);
  expect(found(index, box(0.5, 0.5))).toEqual(['left']);
  expect(found(index, box(2.1, 3))).toEqual([]);
});

it('finds an entry of several boxes once, and by the others when one is removed', () => {
  const index = new BoxIndex<string>();
  for (const at of [box(0, 1), box(0, 1), box(5, 6)]) index.add(at, 'several');
  expect(found(index, box(0, 9))).toEqual(['several']);
  index.remove(box(0, 1), 'several');
  expect(found(index, box(0, 1))).toEqual(['several']);
  index.remove(box(0, 1), 'several');
  expect(found(index, box(0, 1))).toEqual([]);
  expect(found(index, box(5, 5))).toEqual(['several']);
});

it('removes the entry that is meant from among those of the same box, and is empty at last', () => {
  const index = new BoxIndex<number>();
  const numbers = Array.from({ length: 100 }, (_, n) => n);
  for (const n of numbers) index.add(box(0, 1), n);
  for (const n of numbers.filter((one) => one !== 42)) index.remove(box(0, 1), n);
  const entries = new Set<number>();
  index.collect(box(1, 1), entries);
  expect([...entries]).toEqual([42]);
  index.remove(box(0, 1), 42);
  expect(index.isEmpty).toBe(true);
});
