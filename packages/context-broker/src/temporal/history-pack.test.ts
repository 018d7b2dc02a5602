import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packRows, unpackRows } from './history-pack.ts';
import type { PastRow } from './past-entries.ts';

const ms = fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 });
const row: fc.Arbitrary<PastRow> = fc.record({
  at: ms,
  seq: fc.nat(),
  createdMs: ms,
  modifiedMs: ms,
  deletedMs: fc.option(ms, { nil: undefined }),
  write: fc.string(),
  body: fc.json(),
});

describe('packs of history', () => {
  it('give back what was put in', () => {
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        expect(unpackRows(packRows(rows))).toEqual(rows);
      }),
    );
  });

  it('take a small part of the room of rows that are alike', () => {
    const rows = Array.from({ length: 500 }, (_, minute): PastRow => {
      const at = Date.UTC(2026, 2, 1) + minute * 60_000;
      const body = JSON.stringify([Math.round(500 + 400 * Math.sin(minute / 90))]);
      return {
        at,
        seq: minute * 3,
        createdMs: at + 40,
        modifiedMs: at + 40,
        deletedMs: undefined,
        write: `w${String(minute)}`,
        body,
      };
    });
    expect(packRows(rows).length).toBeLessThan(10 * rows.length);
  });

  it('of a form that is not known are refused', () => {
    expect(() => unpackRows(Buffer.of(9, 1, 2))).toThrow('The form 9 of a pack');
  });
});
