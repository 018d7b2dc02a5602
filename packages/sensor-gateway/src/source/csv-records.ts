import { DomainError } from '@allmende/kernel';
import { importProblems } from '../problems.ts';
import type { OpenSource } from './open-source.ts';
import type { RecordBatch, SourceRecord } from './source-record.ts';
import { CsvRecordParser, type CsvRow } from './csv-parser.ts';
import { type Encoding, LineDecoder } from './text-lines.ts';

/** How a CSV file is written. */
export interface CsvForm {
  readonly delimiter: string;
  readonly encoding: Encoding;
  /** Names of the columns of a file without a header line. */
  readonly columns?: readonly string[];
}

const headerOf = (row: CsvRow, file: string): readonly string[] => {
  const refuse = (why: string): DomainError =>
    new DomainError(importProblems.fileNotUnderstood, `${file}, line ${row.line}: ${why}`);
  if ('reason' in row) throw refuse(`the header is broken: ${row.reason}.`);
  const names = row.cells.map((name) => name.trim());
  const twice = names.find((name, index) => name !== '' && names.indexOf(name) < index);
  if (twice !== undefined) throw refuse(`the header names the column "${twice}" twice.`);
  return names;
};

/** Reads RFC 4180 CSV as a stream; broken lines come out as refused records and reading goes on after them. */
export async function* readCsv(source: OpenSource, file: string, form: CsvForm): AsyncGenerator<RecordBatch> {
  const decoder = new LineDecoder(file, form.encoding);
  const parser = new CsvRecordParser(form.delimiter);
  let fields = form.columns;
  let count = 0;

  const batchOf = (rows: readonly CsvRow[]): RecordBatch | undefined => {
    const [first] = rows;
    if (first === undefined) return undefined;
    const isHeader = fields === undefined;
    const names = (fields ??= headerOf(first, file));
    const records: SourceRecord[] = [];
    for (let index = isHeader ? 1 : 0; index < rows.length; index++) {
      const row = rows[index];
      if (row === undefined) continue;
      count += 1;
      records.push(checked(row, count, names.length));
    }
    return { fields: names, records };
  };

  for await (const block of source.blocks) {
    const batch = batchOf(parser.rows(decoder.lines(block)));
    if (batch !== undefined) yield batch;
  }
  const last = batchOf([...parser.rows(decoder.rest()), ...parser.finish()]);
  if (last !== undefined) yield last;
  if (fields === undefined) {
    throw new DomainError(importProblems.fileNotUnderstood, `${file}: the file is empty.`);
  }
}

const checked = (row: CsvRow, number: number, width: number): SourceRecord => {
  if ('reason' in row) return { number, ...row };
  const { cells, line, lastLine } = row;
  if (cells.length === width) return { number, line, cells };
  const span = lastLine === line ? '' : ` (lines ${line} to ${lastLine})`;
  const reason = `${cells.length} columns instead of ${width}${span}`;
  return { number, line, column: '', value: cells.join(' | ').slice(0, 200), reason };
};
