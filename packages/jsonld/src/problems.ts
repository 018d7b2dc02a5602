import type { ProblemDefinition } from '@allmende/kernel';

export const contextNotAvailable: ProblemDefinition = {
  code: 'ld-context-not-available',
  title: 'The JSON-LD context cannot be had.',
  category: 'gateway-timeout',
};
export const invalidContext: ProblemDefinition = {
  code: 'invalid-ld-context',
  title: 'The JSON-LD context is not valid.',
  category: 'invalid',
};
