import type { ProblemDefinition } from '@allmende/kernel';

export const exportNotUsable: ProblemDefinition = {
  code: 'export-not-usable',
  title: 'The export of the other portal cannot be used.',
  category: 'invalid',
};
