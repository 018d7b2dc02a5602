import type { Database } from '@allmende/database';

/** Whether the database answers, and keeps what is written. */
export const isDatabaseReady = ({ read, isWritable }: Database): boolean => {
  try {
    return isWritable && read.prepare('SELECT 1 AS one').get()?.['one'] === 1;
  } catch {
    return false;
  }
};
