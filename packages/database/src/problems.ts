import type { ProblemDefinition } from '@allmende/kernel';

export const folderInUse: ProblemDefinition = {
  code: 'data-folder-in-use',
  title: 'The data folder is in use by another server.',
  category: 'conflict',
};

export const folderNotUsable: ProblemDefinition = {
  code: 'data-folder-not-usable',
  title: 'The data folder cannot be used.',
  category: 'unavailable',
};

export const noDatabase: ProblemDefinition = {
  code: 'no-database',
  title: 'The file is not a database of this platform.',
  category: 'invalid',
};

export const folderNotEmpty: ProblemDefinition = {
  code: 'data-folder-not-empty',
  title: 'The data folder holds data already.',
  category: 'conflict',
};

export const storageFailed: ProblemDefinition = {
  code: 'storage-failed',
  title: 'The disk does not keep what is written.',
  category: 'unavailable',
};

export const storageFull: ProblemDefinition = {
  code: 'storage-full',
  title: 'The disk is full.',
  category: 'unavailable',
};

export const databaseClosed: ProblemDefinition = {
  code: 'database-closed',
  title: 'The database is closed.',
  category: 'unavailable',
};

export const databaseUnreachable: ProblemDefinition = {
  code: 'database-unreachable',
  title: 'The database does not answer.',
  category: 'unavailable',
};

export const textNotStorable: ProblemDefinition = {
  code: 'text-not-storable',
  title: 'A text cannot be stored.',
  category: 'invalid',
};

export const databaseNotUsable: ProblemDefinition = {
  code: 'database-not-usable',
  title: 'The database cannot be used.',
  category: 'invalid',
};
