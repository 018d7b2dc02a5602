import { DomainError } from '@allmende/kernel';
import { monitoringProblems } from './problems.ts';

/** Refuses (`changed-meanwhile`) a change made from another version than the current one. */
export const assertVersion = (expected: number, current: number): void => {
  if (expected === current) return;
  throw new DomainError(
    monitoringProblems.changedMeanwhile,
    `The change was made from version ${String(expected)}; the current version is ${String(current)}. Load it and change it again.`,
  );
};
