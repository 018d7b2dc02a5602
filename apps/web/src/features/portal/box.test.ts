import { describe, expect, it } from 'vitest';
import { boxAround, boxCorners } from './box.ts';

describe('the rectangle of an area', () => {
  it('lies around all corners', () => {
    expect(
      boxAround([
        [7.6, 51.9],
        [7.7, 52],
        [7.5, 51.95],
      ]),
    ).toEqual([7.5, 51.9, 7.7, 52]);
  });

  it('is none around nothing, a point or a line', () => {
    expect(boxAround([])).toBeUndefined();
    expect(boxAround([[7, 52]])).toBeUndefined();
    expect(
      boxAround([
        [7, 52],
        [7, 53],
      ]),
    ).toBeUndefined();
  });

  it('comes back from its corners', () => {
    expect(boxAround(boxCorners([7.5, 51.9, 7.7, 52]))).toEqual([7.5, 51.9, 7.7, 52]);
  });
});
