import type { Collection, DatasetRecord } from '../catalogue/catalogue-record.ts';
import type { FieldSummary } from './export-fields.ts';
import type { Finding } from './finding.ts';

/** What the move found out about one entry of the export. */
export interface EntryFindings {
  /** The source's own name of the entry; empty if it had none. */
  readonly identifier: string;
  readonly title: string;
  readonly findings: readonly Finding[];
}

/** A resource that is not public in the source; only the report tells of it. */
export interface WithheldResource {
  readonly dataset: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** An export, read: what goes into the catalogue, and what is to be known about it. */
export interface MoveInExport {
  /** `dkan` or `ckan`. */
  readonly source: string;
  readonly records: readonly DatasetRecord[];
  readonly collections: readonly Collection[];
  readonly entries: readonly EntryFindings[];
  readonly fields: readonly FieldSummary[];
  readonly withheld: readonly WithheldResource[];
}

/** For whom and when an export is read. */
export interface ReadingOptions {
  readonly tenant: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}
