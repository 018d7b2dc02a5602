import type { Line } from './text-lines.ts';

/** A line, or the lines of a record with line breaks in quotes, cut into cells. */
export interface CellRow {
  readonly line: number;
  readonly lastLine: number;
  readonly cells: readonly string[];
}

export interface BrokenRow {
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
}

export type CsvRow = CellRow | BrokenRow;

/** A quoted cell may go over this many lines; after that its quote counts as never closed. */
const MAX_RECORD_LINES = 200;

/** A record whose quoted cell goes on in the next line. */
interface OpenRecord {
  readonly firstLine: number;
  readonly lines: string[];
  readonly cells: string[];
  cell: string;
}

/** Where a line goes on after its last quote: all closed, still open, or broken (1-based position). */
type Scan = 'closed' | 'open' | { readonly position: number };

/**
 * Cuts lines into cells by RFC 4180. After an unclosed or misplaced quote only the line where it stands is
 * refused, and the lines that the quote had swallowed are read again: the reason for an own parser, because
 * the usual ones give up or lose the rest of the file. Tests compare it with csv-parse on valid input.
 */
export class CsvRecordParser {
  readonly #delimiter: string;
  #line = 0;
  #open: OpenRecord | undefined;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /** The rows that these lines complete; empty lines are no rows. */
  rows(lines: readonly Line[]): readonly CsvRow[] {
    const rows: CsvRow[] = [];
    for (const line of lines) this.#take(line, rows);
    return rows;
  }

  /** What is left at the end of the file: rows after a quote that was never closed. */
  finish(): readonly CsvRow[] {
    const rows: CsvRow[] = [];
    while (this.#open !== undefined) this.#giveUp(this.#open, rows);
    return rows;
  }

  #take(line: Line, rows: CsvRow[]): void {
    this.#line += 1;
    if (typeof line !== 'string') this.#takeUndecodable(line, rows);
    else if (this.#open !== undefined) this.#continue(this.#open, line, rows);
    else if (line.includes('"')) {
      this.#continue({ firstLine: this.#line, lines: [], cells: [], cell: '' }, line, rows);
    } else if (line !== '') {
      rows.push({ line: this.#line, lastLine: this.#line, cells: line.split(this.#delimiter) });
    }
  }

  #takeUndecodable({ byte, value }: Exclude<Line, string>, rows: CsvRow[]): void {
    const at = this.#line;
    while (this.#open !== undefined) this.#giveUp(this.#open, rows);
    this.#line = at;
    const reason = `not valid UTF-8 at byte ${byte} of the line`;
    rows.push({ line: at, column: `byte ${byte}`, value: value.slice(0, 200), reason });
  }

  #continue(record: OpenRecord, line: string, rows: CsvRow[]): void {
    const isGoingOn = record.lines.length > 0;
    record.lines.push(line);
    const scan = this.#scan(record, line, isGoingOn);
    this.#open = undefined;
    if (scan === 'closed') {
      rows.push({ line: record.firstLine, lastLine: this.#line, cells: record.cells });
    } else if (scan !== 'open') {
      const reason = isGoingOn
        ? 'a quote is not closed in its line'
        : `a quote stands in the wrong place (character ${scan.position}); quote the whole cell and double inner quotes`;
      this.#refuse(record, reason, rows);
    } else if (record.lines.length < MAX_RECORD_LINES) this.#open = record;
    else this.#giveUp(record, rows);
  }

  #giveUp(record: OpenRecord, rows: CsvRow[]): void {
    this.#open = undefined;
    this.#refuse(record, 'a quote is not closed', rows);
  }

  /** Refuses the first line of a record, and reads its other lines again. */
  #refuse(record: OpenRecord, reason: string, rows: CsvRow[]): void {
    const [first = '', ...others] = record.lines;
    rows.push({ line: record.firstLine, column: '', value: first.slice(0, 200), reason });
    this.#line = record.firstLine;
    for (const line of others) this.#take(line, rows);
  }

  /** Adds the cells of a line to a record. */
  #scan(record: OpenRecord, line: string, isGoingOn: boolean): Scan {
    let at = 0;
    let isQuoted = isGoingOn;
    if (isGoingOn) record.cell += '\n';
    for (;;) {
      if (!isQuoted && line[at] === '"') {
        isQuoted = true;
        at += 1;
      }
      if (isQuoted) {
        const end = this.#readQuoted(record, line, at);
        if (end === undefined) return 'open';
        at = end;
        isQuoted = false;
        if (at < line.length && !line.startsWith(this.#delimiter, at)) return { position: at + 1 };
      } else {
        const found = line.indexOf(this.#delimiter, at);
        const end = found < 0 ? line.length : found;
        record.cell = line.slice(at, end);
        const misplaced = record.cell.indexOf('"');
        if (misplaced >= 0) return { position: at + misplaced + 1 };
        at = end;
      }
      record.cells.push(record.cell);
      record.cell = '';
      if (at >= line.length) return 'closed';
      at += this.#delimiter.length;
    }
  }

  /** Reads up to the closing quote and answers the position after it; nothing when it is not in this line. */
  #readQuoted(record: OpenRecord, line: string, start: number): number | undefined {
    let at = start;
    for (;;) {
      const quote = line.indexOf('"', at);
      if (quote < 0) {
        record.cell += line.slice(at);
        return undefined;
      }
      record.cell += line.slice(at, quote);
      if (line[quote + 1] !== '"') return quote + 1;
      record.cell += '"';
      at = quote + 2;
    }
  }
}
