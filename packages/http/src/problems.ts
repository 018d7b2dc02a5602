import type { ProblemCategory, ProblemDefinition } from '@allmende/kernel';

const problem = (code: string, title: string, category: ProblemCategory): ProblemDefinition => ({
  code,
  title,
  category,
});

export const routeNotFound = problem('route-not-found', 'There is nothing at this address.', 'not-found');
export const methodNotAllowed = problem(
  'method-not-allowed',
  'The address does not know this method.',
  'method-not-allowed',
);
export const unknownParameter = problem(
  'unknown-parameter',
  'A query parameter is not known here.',
  'invalid',
);
export const bodyTooLarge = problem('payload-too-large', 'The body is too large.', 'too-large');
export const bodyIncomplete = problem('body-incomplete', 'The body ended before it was complete.', 'invalid');
export const invalidEncoding = problem('invalid-encoding', 'The text is not valid UTF-8.', 'invalid');
export const internalError = problem('internal-error', 'The server failed unexpectedly.', 'unavailable');
export const writerUnavailable = problem(
  'writer-unavailable',
  'The process that writes cannot be reached.',
  'unavailable',
);
