import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonCutter, JsonFormError } from './json-cutter.ts';

const cut = (text: string, path: readonly string[], size = 1_000_000): readonly unknown[] => {
  const bytes = Buffer.from(text);
  const cutter = new JsonCutter(path);
  const texts: string[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    for (const piece of cutter.pieces(bytes.subarray(at, at + size))) texts.push(piece.bytes.toString());
  }
  cutter.finish();
  return texts.map((piece) => JSON.parse(piece) as unknown);
};

const failureOf = (text: string, path: readonly string[], size = 1_000_000): JsonFormError => {
  try {
    cut(text, path, size);
  } catch (cause) {
    if (cause instanceof JsonFormError) return cause;
    throw cause;
  }
  throw new Error('expected a failure');
};

describe('JSON cutter', () => {
  it('cuts the elements of the array at a path, past other members', () => {
    const text = '{"skip": {"features": [0]}, "s": "]}", "features": [{"a": 1}, "x", 2 , [3]], "end": {}}';
    expect(cut(text, ['features'])).toEqual([{ a: 1 }, 'x', 2, [3]]);
    expect(cut('{"a": {"b": [1]}}', ['a', 'b'])).toEqual([1]);
    expect(cut(' [ ] ', [])).toEqual([]);
  });

  it('tells the line on which an element starts', () => {
    const cutter = new JsonCutter([]);
    const lines = cutter.pieces(Buffer.from('[\n{"a":\n1},\n\n{}]')).map(({ line }) => line);
    expect(lines).toEqual([2, 5]);
  });

  it.each([
    ['{"a": []}', 'there is no array "features"', 1, 9],
    ['{"features": {}}', 'the array of records is expected here', 1, 14],
    ['{"features": [1 2]}', '"," is expected', 1, 17],
    ['{"features": [1,\n ,2]}', 'a value is expected', 2, 2],
    ['{"features": [1]', 'the file ends too early; it is cut off', 1, 17],
    ['{"features": [{"a": "x', 'the file ends too early; it is cut off', 1, 23],
    ['{"features": []} x', 'there is text after the end', 1, 18],
    ['', 'the file is empty', 1, 1],
    ['id;name', 'a JSON object is expected here', 1, 1],
  ])('refuses %j: %s', (text, message, line, column) => {
    expect(failureOf(text, ['features'])).toMatchObject({ message, line, column });
    expect(failureOf(text, ['features'], 1)).toMatchObject({ message, line, column });
  });

  it('gives the same elements however the bytes are cut', () => {
    const elements = fc.array(fc.jsonValue(), { maxLength: 8 });
    const layout = fc.constantFrom(undefined, 1, 2);
    fc.assert(
      fc.property(
        elements,
        fc.jsonValue(),
        layout,
        fc.integer({ min: 1, max: 9 }),
        (all, other, indent, size) => {
          const expected = JSON.parse(JSON.stringify(all)) as unknown;
          expect(cut(JSON.stringify(all, undefined, indent), [], size)).toEqual(expected);
          const wrapped = JSON.stringify(
            { before: other, data: { items: all }, after: other },
            undefined,
            indent,
          );
          expect(cut(wrapped, ['data', 'items'], size)).toEqual(expected);
        },
      ),
    );
  });

  it('says where it fails and never anything else on arbitrary text (fuzz)', () => {
    const text = fc.string({
      unit: fc.constantFrom('{', '}', '[', ']', '"', ',', ':', 'f', '\\', '1', '\n', ' '),
    });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 5 }), (given, size) => {
        const outcome = (cutSize: number): unknown => {
          const cutter = new JsonCutter(['f']);
          const bytes = Buffer.from(given);
          const pieces: string[] = [];
          try {
            for (let at = 0; at < bytes.length; at += cutSize) {
              pieces.push(
                ...cutter.pieces(bytes.subarray(at, at + cutSize)).map(({ bytes: b }) => b.toString()),
              );
            }
            cutter.finish();
            return pieces;
          } catch (cause) {
            expect(cause).toBeInstanceOf(JsonFormError);
            return cause instanceof JsonFormError ? [cause.message, cause.line, cause.column] : undefined;
          }
        };
        expect(outcome(size)).toEqual(outcome(1_000_000));
      }),
    );
  });
});
