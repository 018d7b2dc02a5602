import type { ProblemDefinition } from '@allmende/kernel';

export const invalidConfiguration: ProblemDefinition = {
  code: 'invalid-configuration',
  title: 'The configuration is not valid.',
  category: 'invalid',
};

export const invalidCommand: ProblemDefinition = {
  code: 'invalid-command',
  title: 'The command is not valid.',
  category: 'invalid',
};

export const addressInUse: ProblemDefinition = {
  code: 'address-in-use',
  title: 'Another program listens at the address.',
  category: 'conflict',
};

export const addressNotUsable: ProblemDefinition = {
  code: 'address-not-usable',
  title: 'The server cannot listen at the address.',
  category: 'invalid',
};

export const backupNotWritable: ProblemDefinition = {
  code: 'backup-not-writable',
  title: 'The copy cannot be written.',
  category: 'invalid',
};

export const copyByPostgres: ProblemDefinition = {
  code: 'copy-by-postgresql',
  title: 'PostgreSQL is copied by its own tools.',
  category: 'invalid',
};

export const reportNotWritable: ProblemDefinition = {
  code: 'report-not-writable',
  title: 'The report cannot be written.',
  category: 'invalid',
};

export const demoFileNotFound: ProblemDefinition = {
  code: 'demo-file-not-found',
  title: 'The demo has no such file.',
  category: 'not-found',
};
