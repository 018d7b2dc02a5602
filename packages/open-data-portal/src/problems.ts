import type { ProblemDefinition } from '@allmende/kernel';

/** Error catalogue of the open data portal. */
export const portalProblems = {
  invalidParameter: { code: 'invalid-parameter', title: 'A parameter is not valid', category: 'invalid' },
  recordNotFound: {
    code: 'record-not-found',
    title: 'There is no such entry in the catalogue',
    category: 'not-found',
  },
  collectionNotFound: {
    code: 'collection-not-found',
    title: 'There is no such organisation or group',
    category: 'not-found',
  },
  exists: {
    code: 'already-exists',
    title: 'There is one with this id or name already',
    category: 'conflict',
  },
  changedMeanwhile: {
    code: 'changed-meanwhile',
    title: 'Somebody else has changed this meanwhile',
    category: 'conflict',
  },
  exportNotUsable: {
    code: 'export-not-usable',
    title: 'The export of the other portal cannot be used',
    category: 'invalid',
  },
} as const satisfies Record<string, ProblemDefinition>;
