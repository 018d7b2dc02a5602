import type { ProblemDefinition } from '@allmende/kernel';

/** Error catalogue of notifications. */
export const notificationProblems = {
  deadNotFound: {
    code: 'dead-notification-not-found',
    title: 'There is no such notification that was given up',
    category: 'not-found',
  },
} as const satisfies Record<string, ProblemDefinition>;
