import type { ProblemDefinition } from '@allmende/kernel';

/** What the portal's own API refuses. */
export const portalApiProblems = {
  invalidParameter: { code: 'invalid-parameter', title: 'A parameter is not valid', category: 'invalid' },
  datasetNotFound: { code: 'dataset-not-found', title: 'There is no such data set', category: 'not-found' },
  collectionNotFound: {
    code: 'collection-not-found',
    title: 'There is no such organisation or group',
    category: 'not-found',
  },
} as const satisfies Record<string, ProblemDefinition>;
