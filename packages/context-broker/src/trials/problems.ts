import type { ProblemDefinition } from '@allmende/kernel';

/** Error catalogue of trials. */
export const trialProblems = {
  nothingToSend: {
    code: 'nothing-to-send',
    title: 'There is nothing that could be sent',
    category: 'conflict',
  },
} as const satisfies Record<string, ProblemDefinition>;
