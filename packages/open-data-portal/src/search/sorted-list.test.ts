import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { SortedList } from './sorted-list.ts';

it('is in order whatever came and went', () => {
  const steps = fc.array(fc.record({ number: fc.integer({ min: 0, max: 400 }), isLooked: fc.boolean() }), {
    maxLength: 700,
    size: 'max',
  });
  fc.assert(
    fc.property(steps, (given) => {
      const list = new SortedList<number>((one, other) => one - other);
      const expected = new Set<number>();
      for (const { number, isLooked } of given) {
        if (expected.delete(number)) list.remove(number);
        else {
          list.add(number);
          expected.add(number);
        }
        if (isLooked && number < 40) expect(list.items).toHaveLength(expected.size);
      }
      expect(list.items).toEqual([...expected].sort((one, other) => one - other));
    }),
  );
});
