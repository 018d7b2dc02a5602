import type { Database } from '@allmende/database';

/** Whether the database answers. */
export const isDatabaseReady = ({ read }: Database): boolean => {
  try {
    return read.prepare('SELECT 1 AS one').get()?.['one'] === 1;
  } catch {
    return false;
  }
};
