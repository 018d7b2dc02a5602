import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Encoding, type Line, LineDecoder } from './text-lines.ts';

const decode = (
  bytes: Buffer,
  encoding: Encoding,
  sizes: readonly number[] = [bytes.length],
): readonly Line[] => {
  const decoder = new LineDecoder('f.csv', encoding);
  const lines: Line[] = [];
  let at = 0;
  for (let turn = 0; at < bytes.length; turn++) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
    lines.push(...decoder.lines(bytes.subarray(at, at + size)));
    at += size;
  }
  return [...lines, ...decoder.rest()];
};

describe('line decoder', () => {
  it('takes off the byte order mark and carriage returns', () => {
    expect(decode(Buffer.from('\uFEFFname;größe\r\nä;1\r\n'), 'utf-8')).toEqual(['name;größe', 'ä;1']);
  });

  it('reads windows-1252, with its own characters beyond latin-1', () => {
    expect(decode(Buffer.from([0xdf, 0x80, 0x0a, 0xfc]), 'windows-1252')).toEqual(['ß€', 'ü']);
  });

  it('guesses by the first line that is not ASCII', () => {
    expect(decode(Buffer.from([0x61, 0x0a, 0xfc]), 'auto')).toEqual(['a', 'ü']);
    expect(decode(Buffer.from('a\nü'), 'auto')).toEqual(['a', 'ü']);
  });

  it('names the byte at which a line is not UTF-8 and reads the other lines', () => {
    const bytes = Buffer.concat([
      Buffer.from('gut\nschön '),
      Buffer.from([0xe4]),
      Buffer.from('\nwieder gut'),
    ]);
    expect(decode(bytes, 'utf-8')).toEqual([
      'gut',
      { byte: 8, value: expect.any(String) as string },
      'wieder gut',
    ]);
  });

  it('refuses UTF-16 and endless lines with the remedy', () => {
    expect(() => decode(Buffer.from('\uFEFFa\n', 'utf16le'), 'auto')).toThrow(/UTF-16. Save it as UTF-8/);
    expect(() => decode(Buffer.alloc(5 * 1024 * 1024, 0x61), 'utf-8')).toThrow(/line is longer than 4 MiB/);
  });

  it('gives the same lines however the bytes are cut into blocks', () => {
    const bytes = fc.array(fc.constantFrom(0x61, 0x0a, 0x0d, 0xc3, 0xa4, 0xff, 0x2c), { maxLength: 60 });
    const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(bytes, sizes, fc.constantFrom('utf-8', 'windows-1252', 'auto'), (given, cuts, encoding) => {
        const buffer = Buffer.from([0x68, 0x0a, ...given]);
        expect(decode(buffer, encoding, cuts)).toEqual(decode(buffer, encoding));
      }),
    );
  });
});
