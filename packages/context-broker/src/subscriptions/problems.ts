import type { ProblemDefinition } from '@allmende/kernel';

/** Error catalogue of subscriptions. */
export const subscriptionProblems = {
  invalid: { code: 'invalid-subscription', title: 'The subscription is not valid', category: 'invalid' },
  exists: { code: 'subscription-exists', title: 'The subscription exists already', category: 'conflict' },
  notFound: { code: 'subscription-not-found', title: 'There is no such subscription', category: 'not-found' },
} as const satisfies Record<string, ProblemDefinition>;
