/** A record of a source file that could be read: cells in the order of the source's field names. */
export interface ReadableRecord {
  /** 1-based number among the file's records, broken ones included. */
  readonly number: number;
  /** 1-based line on which the record starts. */
  readonly line: number;
  readonly cells: readonly unknown[];
}

/** A record that is refused because its text is broken. */
export interface BrokenRecord {
  readonly number: number;
  readonly line: number;
  /** Where in the line, as far as it is known: a field name or a byte. */
  readonly column: string;
  readonly value: string;
  readonly reason: string;
}

export type SourceRecord = ReadableRecord | BrokenRecord;

export const isBroken = (record: SourceRecord): record is BrokenRecord => 'reason' in record;

/** The records of one block of the file, in order; field names are known from the first batch on. */
export interface RecordBatch {
  readonly fields: readonly string[];
  readonly records: readonly SourceRecord[];
}
