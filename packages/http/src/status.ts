import type { ProblemCategory } from '@allmende/kernel';

const statuses: Readonly<Record<ProblemCategory, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'not-acceptable': 406,
  conflict: 409,
  'too-large': 413,
  'unsupported-media-type': 415,
  'not-implemented': 501,
  unprocessable: 422,
  'length-required': 411,
  unavailable: 503,
  'gateway-timeout': 504,
  'bad-gateway': 502,
  'loop-detected': 508,
};

/** The HTTP status of a category of failure. */
export const statusOf = (category: ProblemCategory): number => statuses[category];
