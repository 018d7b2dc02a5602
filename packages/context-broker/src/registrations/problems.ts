import { DomainError } from '@allmende/kernel';

/** Error catalogue of registrations. */
export const registrationProblems = {
  exists: {
    code: 'registration-exists',
    title: 'The registration already exists.',
    category: 'conflict',
  },
  notFound: {
    code: 'registration-not-found',
    title: 'There is no such registration.',
    category: 'not-found',
  },
  conflict: {
    code: 'registration-conflict',
    title: 'The registration conflicts with what exists.',
    category: 'conflict',
  },
} as const;

export const registrationNotFound = (id: string): DomainError =>
  new DomainError(registrationProblems.notFound, `Registration ${id} does not exist.`);
