import type { ProblemDefinition } from '@allmende/kernel';

/** Error catalogue of monitoring. */
export const monitoringProblems = {
  invalidBody: { code: 'invalid-body', title: 'The request body is not valid', category: 'invalid' },
  unsupportedMediaType: {
    code: 'unsupported-media-type',
    title: 'The body has a media type that is not supported.',
    category: 'unsupported-media-type',
  },
  invalidParameter: { code: 'invalid-parameter', title: 'A parameter is not valid', category: 'invalid' },
  ruleNotFound: { code: 'alert-rule-not-found', title: 'There is no such alert rule', category: 'not-found' },
  alertNotFound: { code: 'alert-not-found', title: 'There is no such alert', category: 'not-found' },
  dashboardNotFound: {
    code: 'dashboard-not-found',
    title: 'There is no such dashboard',
    category: 'not-found',
  },
  changedMeanwhile: {
    code: 'changed-meanwhile',
    title: 'Somebody else has changed this meanwhile',
    category: 'conflict',
  },
  exists: { code: 'already-exists', title: 'There is one with this id already', category: 'conflict' },
  wrongState: {
    code: 'alert-in-wrong-state',
    title: 'The alert is not in a fitting state',
    category: 'conflict',
  },
} as const satisfies Record<string, ProblemDefinition>;
