import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNumber, parseNumberWithComma } from './number-parser.ts';

describe('number parser', () => {
  it.each([
    ['1234.5', 1234.5],
    ['-0.5', -0.5],
    ['.5', 0.5],
    ['1e3', 1000],
    ['1,5', undefined],
    ['1.234,5', undefined],
    ['', undefined],
    ['0x10', undefined],
    ['1 000', undefined],
    ['NaN', undefined],
    ['1e999', undefined],
  ])('reads %j as %j', (text, expected) => {
    expect(parseNumber(text)).toBe(expected);
  });

  it.each([
    ['1234,5', 1234.5],
    ['1.234,5', 1234.5],
    ['1.234.567', 1_234_567],
    ['51,96', 51.96],
    ['1.5', undefined],
    ['1,234.5', undefined],
    ['12.34,5', undefined],
  ])('reads %j with decimal comma as %j', (text, expected) => {
    expect(parseNumberWithComma(text)).toBe(expected);
  });

  it('reads every finite number as written, with point and with comma', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(number, (value) => {
        expect(parseNumber(String(value))).toBe(Number(String(value)));
        const text = String(value);
        if (!text.includes('e')) expect(parseNumberWithComma(text.replace('.', ','))).toBe(Number(text));
      }),
    );
  });

  it('never throws and never answers NaN (fuzz)', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const parse of [parseNumber, parseNumberWithComma]) {
          const value = parse(text);
          expect(value === undefined || Number.isFinite(value)).toBe(true);
        }
      }),
    );
  });
});
