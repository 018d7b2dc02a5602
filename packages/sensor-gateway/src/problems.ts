import type { ProblemDefinition } from '@allmende/kernel';

/** Error catalogue of the import. */
export const importProblems = {
  invalidMapping: {
    code: 'invalid-mapping',
    title: 'The mapping file is not valid.',
    category: 'invalid',
  },
  mappingNotFound: {
    code: 'mapping-not-found',
    title: 'There is no such mapping.',
    category: 'not-found',
  },
  fileNotReadable: {
    code: 'file-not-readable',
    title: 'The file cannot be read.',
    category: 'invalid',
  },
  fileNotUnderstood: {
    code: 'file-not-understood',
    title: 'The file does not have the form that the mapping expects.',
    category: 'invalid',
  },
  schemasNotReadable: {
    code: 'schemas-not-readable',
    title: 'The Smart Data Models schemas cannot be read.',
    category: 'invalid',
  },
  journalNotUsable: {
    code: 'journal-not-usable',
    title: 'The record of earlier imports cannot be used.',
    category: 'unavailable',
  },
  writerFailed: {
    code: 'writer-failed',
    title: 'The context broker did not take the entities.',
    category: 'unavailable',
  },
} as const satisfies Record<string, ProblemDefinition>;

/** The text of a failure that came from outside this package. */
export const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
