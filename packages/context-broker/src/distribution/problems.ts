import type { ProblemDefinition } from '@allmende/kernel';

/** Error catalogue of distributed operations (CIM 009 §6.3.17). */
export const distributionProblems = {
  unsupported: {
    code: 'source-operation-unsupported',
    title: 'The context source that holds the data does not offer this operation.',
    category: 'conflict',
  },
  loop: {
    code: 'loop-detected',
    title: 'The request has come back to where it was.',
    category: 'loop-detected',
  },
  timeout: {
    code: 'source-timeout',
    title: 'The context source did not answer in time.',
    category: 'gateway-timeout',
  },
  badAnswer: {
    code: 'source-answer-invalid',
    title: 'The context source cannot be reached, or its answer is of no use.',
    category: 'bad-gateway',
  },
} as const satisfies Record<string, ProblemDefinition>;
