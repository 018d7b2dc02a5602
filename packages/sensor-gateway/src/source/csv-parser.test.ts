import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvRecordParser, type CsvRow } from './csv-parser.ts';

const read = (text: string, delimiter = ','): readonly CsvRow[] => {
  const parser = new CsvRecordParser(delimiter);
  return [...parser.rows(text.split('\n')), ...parser.finish()];
};

const cellsOf = (rows: readonly CsvRow[]): readonly unknown[] =>
  rows.map((row) => ('cells' in row ? row.cells : `line ${row.line}: ${row.reason}`));

describe('CSV parser', () => {
  it('cuts plain and quoted cells, doubled quotes and empty cells', () => {
    expect(cellsOf(read('a,b,c\n"x, y","say ""hi""",\n,,'))).toEqual([
      ['a', 'b', 'c'],
      ['x, y', 'say "hi"', ''],
      ['', '', ''],
    ]);
  });

  it('joins the lines of a quoted cell and tells where the record starts and ends', () => {
    expect(read('1,"two\nlines"\n2,b')).toEqual([
      { line: 1, lastLine: 2, cells: ['1', 'two\nlines'] },
      { line: 3, lastLine: 3, cells: ['2', 'b'] },
    ]);
  });

  it('passes over empty lines but counts them', () => {
    expect(read('a\n\nb').map(({ line }) => line)).toEqual([1, 3]);
  });

  it('refuses only the line of an unclosed quote and reads the lines after it', () => {
    expect(cellsOf(read('1,"open\n2,b\n3,c'))).toEqual([
      'line 1: a quote is not closed',
      ['2', 'b'],
      ['3', 'c'],
    ]);
  });

  it('notices an unclosed quote by the next quoted cell', () => {
    expect(cellsOf(read('"1","open\n"2","b"'))).toEqual([
      'line 1: a quote is not closed in its line',
      ['2', 'b'],
    ]);
  });

  it('refuses a quote in the wrong place and names the character', () => {
    expect(read('a,b"c"\n"a"b,c')).toMatchObject([
      { line: 1, reason: expect.stringContaining('character 4') as string },
      { line: 2, reason: expect.stringContaining('character 4') as string },
    ]);
  });

  it('refuses an undecodable line inside an open quote without losing its neighbours', () => {
    const parser = new CsvRecordParser(',');
    const rows = parser.rows(['1,"open', { byte: 3, value: 'x' }, '3,c']);
    expect(rows.map(({ line }) => line)).toEqual([1, 2, 3]);
    expect(rows[1]).toMatchObject({ column: 'byte 3', reason: 'not valid UTF-8 at byte 3 of the line' });
  });

  it('gives up a quote after many lines, so that its memory is bounded', () => {
    const lines = Array.from({ length: 1000 }, (_, index) => `${index},b`);
    const rows = read(`0,"open\n${lines.join('\n')}`);
    expect(rows).toHaveLength(1001);
    expect(rows.filter((row) => 'reason' in row)).toHaveLength(1);
  });

  const cell = fc.string({ unit: fc.constantFrom('a', 'ä', '"', ',', ';', ' ', '\n', '1', '.') });
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { maxLength: 8 });
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

  it('reads back what was written, and agrees with csv-parse', () => {
    fc.assert(
      fc.property(table, fc.constantFrom(',', ';'), (rows, delimiter) => {
        const written = (text: string): string => (/[",;\n]/.test(text) ? quoted(text) : text);
        const text = rows.map((row) => row.map(written).join(delimiter)).join('\n');
        const cells = cellsOf(read(text, delimiter));
        expect(cells).toEqual(rows);
        const options = { delimiter, relax_column_count: true };
        expect(cells).toEqual(parse(text, options));
      }),
    );
  });

  it('never throws, keeps lines in order and loses none of the lines without quotes (fuzz)', () => {
    const line = fc.string({ unit: fc.constantFrom('a', '"', ',', '"', 'b') });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const rows = read(lines.join('\n'));
        const starts = rows.map((row) => row.line);
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
        const covered = new Set(
          rows.flatMap((row) =>
            'cells' in row
              ? Array.from({ length: row.lastLine - row.line + 1 }, (_, index) => row.line + index)
              : [row.line],
          ),
        );
        lines.forEach((text, index) => expect(text === '' || covered.has(index + 1)).toBe(true));
      }),
    );
  });
});
