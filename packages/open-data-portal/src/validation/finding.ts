import type { Severity } from './shacl-validator.ts';

/** What is wrong with, or missing from, an entry, for the person who edits it. */
export interface RecordFinding {
  /** JSON pointer into the entry's content: `/distributions/0/licence`. */
  readonly path: string;
  /** The member of the model: `licence`. */
  readonly field: string;
  /** `violation` stands in the way of publishing; `info` is what would make the entry better. */
  readonly severity: Severity;
  /** German. */
  readonly message: string;
  readonly messageEn: string;
}

/** One message in both languages. */
export interface Message {
  readonly de: string;
  readonly en: string;
}

export const findingOf = (path: string, severity: Severity, { de, en }: Message): RecordFinding => ({
  path,
  field: path.split('/').findLast((part) => part !== '' && !/^\d+$/u.test(part)) ?? '',
  severity,
  message: de,
  messageEn: en,
});
