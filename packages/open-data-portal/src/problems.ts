import type { ProblemDefinition } from '@allmende/kernel';

/** Error catalogue of the open data portal. */
export const portalProblems = {
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
  accountNotFound: {
    code: 'account-not-found',
    title: 'There is no such account',
    category: 'not-found',
  },
  tokenUnknown: {
    code: 'token-unknown',
    title: 'The API token is not known',
    category: 'forbidden',
  },
  notAllowed: {
    code: 'not-allowed',
    title: 'The role does not suffice for this',
    category: 'forbidden',
  },
  invalidEntry: {
    code: 'invalid-entry',
    title: 'What was sent is not valid',
    category: 'conflict',
  },
  invalidSearch: {
    code: 'invalid-search',
    title: 'The search query is not valid',
    category: 'invalid',
  },
  exportNotUsable: {
    code: 'export-not-usable',
    title: 'The export of the other portal cannot be used',
    category: 'invalid',
  },
} as const satisfies Record<string, ProblemDefinition>;
