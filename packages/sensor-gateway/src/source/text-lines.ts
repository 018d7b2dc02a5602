import { isAscii, isUtf8 } from 'node:buffer';
import { DomainError } from '@allmende/kernel';
import { importProblems } from '../problems.ts';

export type Encoding = 'utf-8' | 'windows-1252' | 'auto';

/** A line that could not be decoded. */
export interface UndecodableLine {
  /** 1-based byte of the line at which the encoding breaks. */
  readonly byte: number;
  readonly value: string;
}

export type Line = string | UndecodableLine;

/** A line longer than this is no line of a table. */
const MAX_LINE_BYTES = 4 * 1024 * 1024;

const NEWLINE = 0x0a;
const westEuropean = new TextDecoder('windows-1252');

const utf8Length = (lead: number): number => (lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);

/** 0-based index of the first byte that is not UTF-8. */
const firstInvalidByte = (bytes: Uint8Array): number => {
  let at = 0;
  while (at < bytes.length) {
    const next = at + utf8Length(bytes[at] ?? 0);
    if (next > bytes.length || !isUtf8(bytes.subarray(at, next))) return at;
    at = next;
  }
  return at;
};

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);

const splitLines = (text: string): string[] => {
  const lines = text.split('\n');
  return text.includes('\r') ? lines.map(withoutReturn) : lines;
};

/** Turns blocks of bytes into lines, each decoded on its own when its block is not all valid. */
export class LineDecoder {
  #encoding: Encoding;
  #pending: Buffer = Buffer.alloc(0);
  #isStart = true;
  readonly #file: string;

  constructor(file: string, encoding: Encoding) {
    this.#file = file;
    this.#encoding = encoding;
  }

  /** The lines that a block completes. */
  lines(block: Buffer): readonly Line[] {
    const bytes = this.#pending.length === 0 ? block : Buffer.concat([this.#pending, block]);
    const end = bytes.lastIndexOf(NEWLINE);
    this.#pending = bytes.subarray(end + 1);
    if (this.#pending.length > MAX_LINE_BYTES) {
      throw this.#refuse(`a line is longer than ${MAX_LINE_BYTES / 1024 / 1024} MiB. Is it a text file?`);
    }
    return end < 0 ? [] : this.#decode(bytes.subarray(0, end));
  }

  /** The last line, when the file does not end with a line break. */
  rest(): readonly Line[] {
    return this.#pending.length === 0 ? [] : this.#decode(this.#pending);
  }

  #refuse(why: string): DomainError {
    return new DomainError(importProblems.fileNotUnderstood, `${this.#file}: ${why}`);
  }

  #decode(given: Buffer): readonly Line[] {
    const bytes = this.#withoutByteOrderMark(given);
    if (this.#encoding === 'auto' && !isAscii(bytes)) this.#encoding = this.#guess(bytes);
    if (this.#encoding === 'windows-1252') return splitLines(westEuropean.decode(bytes));
    return isUtf8(bytes) ? splitLines(bytes.toString('utf8')) : this.#decodeLineByLine(bytes);
  }

  /** The first line that is not plain ASCII decides, so that the guess does not depend on block sizes. */
  #guess(bytes: Buffer): Encoding {
    for (let start = 0; start <= bytes.length;) {
      const found = bytes.indexOf(NEWLINE, start);
      const end = found < 0 ? bytes.length : found;
      const line = bytes.subarray(start, end);
      if (!isAscii(line)) return isUtf8(line) ? 'utf-8' : 'windows-1252';
      start = end + 1;
    }
    return 'auto';
  }

  #withoutByteOrderMark(bytes: Buffer): Buffer {
    if (!this.#isStart) return bytes;
    this.#isStart = false;
    const [first, second, third] = bytes;
    if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
      throw this.#refuse('it is UTF-16. Save it as UTF-8.');
    }
    return first === 0xef && second === 0xbb && third === 0xbf ? bytes.subarray(3) : bytes;
  }

  #decodeLineByLine(bytes: Buffer): readonly Line[] {
    const lines: Line[] = [];
    for (let start = 0; start <= bytes.length;) {
      const found = bytes.indexOf(NEWLINE, start);
      const end = found < 0 ? bytes.length : found;
      const line = bytes.subarray(start, end);
      if (isUtf8(line)) lines.push(withoutReturn(line.toString('utf8')));
      else lines.push({ byte: firstInvalidByte(line) + 1, value: westEuropean.decode(line) });
      start = end + 1;
    }
    return lines;
  }
}
