import { describe, expect, it } from 'vitest';
import { atOnce, everyInTurn, filterInTurn, inTurn, someInTurn, whenDone } from './maybe-promise.ts';

describe('values that may come later', () => {
  it('go on at once when they are there, and later otherwise', async () => {
    expect(whenDone(1, (n) => n + 1)).toBe(2);
    const later = whenDone(Promise.resolve(1), (n) => n + 1);
    expect(later).toBeInstanceOf(Promise);
    expect(await later).toBe(2);
  });

  it('are worked on in turn, each after the one before', async () => {
    const seen: number[] = [];
    expect(inTurn([1, 2], (n) => void seen.push(n))).toBeUndefined();
    const work = async (n: number): Promise<void> => {
      await Promise.resolve();
      seen.push(n);
    };
    await inTurn([3, 4, 5], (n) => (n === 3 ? void seen.push(n) : work(n)));
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  it('are tested until the answer is known', async () => {
    const asked: number[] = [];
    const isBig = (n: number): boolean => {
      asked.push(n);
      return n > 1;
    };
    expect(someInTurn([1, 2, 3], isBig)).toBe(true);
    expect(everyInTurn([2, 1, 3], isBig)).toBe(false);
    expect(asked).toEqual([1, 2, 2, 1]);
    expect(await someInTurn([1, 2, 3], (n) => Promise.resolve(isBig(n)))).toBe(true);
    expect(await everyInTurn([2, 3], (n) => Promise.resolve(isBig(n)))).toBe(true);
    expect(await everyInTurn([1], (n) => Promise.resolve(isBig(n)))).toBe(false);
    expect(filterInTurn([1, 2, 3], isBig)).toEqual([2, 3]);
    expect(await filterInTurn([1, 2, 3], (n) => Promise.resolve(isBig(n)))).toEqual([2, 3]);
    expect(someInTurn([], isBig)).toBe(false);
    expect(everyInTurn([], isBig)).toBe(true);
  });

  it('are refused where they have to come at once', () => {
    expect(atOnce(1, 'It')).toBe(1);
    expect(() => atOnce(Promise.resolve(1), 'It')).toThrow('It must be done at once.');
  });
});
