import { randomBytes } from 'node:crypto';

/**
 * Makes short ids of writes, from which those of attribute instances (§5.2.5) follow: unique over processes and
 * restarts, without colon.
 */
export const createWriteIds = (): (() => string) => {
  const prefix = randomBytes(8).toString('base64url');
  let counter = 0;
  return () => `${prefix}-${(counter++).toString(36)}`;
};
