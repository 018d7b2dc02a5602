import type { Database, PostgresDatabase } from '@allmende/database';

/** Whether the database answers, and keeps what is written. */
export const isDatabaseReady = ({ read, isWritable }: Database): boolean => {
  try {
    return isWritable && read.prepare('SELECT 1 AS one').get()?.['one'] === 1;
  } catch {
    return false;
  }
};

/** Who asks whether the server is ready does not wait for long. */
const timeoutMs = 2000;

/** Whether PostgreSQL answers, and takes writes: after a failover a connection may lead to what is a standby now. */
export const isPostgresReady = async ({ read }: Pick<PostgresDatabase, 'read'>): Promise<boolean> => {
  const answered = read.rows('SELECT pg_is_in_recovery()').then(
    ([row]) => row?.[0] === false,
    () => false,
  );
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, timeoutMs, false);
  return Promise.race([answered, late]).finally(() => {
    clearTimeout(timer);
  });
};
