import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, toleranceFor } from './edit-distance.ts';

describe('the distance of two words', () => {
  it.each([
    ['haus', 'haus', 0],
    ['haus', 'hauses', 2],
    ['luftqaulitat', 'luftqualitat', 1],
    ['parkhuas', 'parkhaus', 1],
    ['rad', 'bad', 1],
    ['', 'ab', 2],
    ['kurz', 'auseinander', Infinity],
  ])('from %s to %s is %d', (from, to, distance) => {
    expect(editDistance(from, to, 2)).toBe(distance);
  });

  const words = fc.stringMatching(/^[abc]{0,8}$/u);

  it('is the same in both directions, and none only for one word', () => {
    fc.assert(
      fc.property(words, words, (one, other) => {
        expect(editDistance(one, other, 9)).toBe(editDistance(other, one, 9));
        expect(editDistance(one, other, 9) === 0).toBe(one === other);
      }),
    );
  });

  it('grows by one with a letter', () => {
    fc.assert(
      fc.property(words, words, fc.constantFrom('a', 'b', 'c'), (one, other, letter) => {
        const before = editDistance(one, other, 20);
        expect(Math.abs(editDistance(one + letter, other, 20) - before)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

it('forgives long words more typing errors than short ones', () => {
  expect([3, 4, 7, 8].map((length) => toleranceFor('x'.repeat(length)))).toEqual([0, 1, 1, 2]);
});
