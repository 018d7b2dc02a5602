import type { ProblemDefinition } from '@allmende/kernel';

/** What can be wrong with RDF that comes in or is asked for. */
export const rdfProblems = {
  invalidRdf: { code: 'invalid-rdf', title: 'The RDF document is not valid', category: 'invalid' },
  rdfTooLarge: {
    code: 'rdf-too-large',
    title: 'The RDF document is larger than what is read',
    category: 'too-large',
  },
  noSuchFormat: {
    code: 'rdf-format-not-offered',
    title: 'None of the accepted formats is offered',
    category: 'not-acceptable',
  },
} as const satisfies Record<string, ProblemDefinition>;
