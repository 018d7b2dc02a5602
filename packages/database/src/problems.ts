import type { ProblemDefinition } from '@allmende/kernel';

export const folderInUse: ProblemDefinition = {
  code: 'data-folder-in-use',
  title: 'The data folder is in use by another server.',
  category: 'conflict',
};
