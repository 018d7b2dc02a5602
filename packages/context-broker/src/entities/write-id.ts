import { randomBytes } from 'node:crypto';

/** Makes ids of writes, from which those of attribute instances (§5.2.5) follow: unique over processes and restarts. */
export const createWriteIds = (): (() => string) => {
  const prefix = `urn:ngsi-ld:instance:${randomBytes(8).toString('base64url')}`;
  let counter = 0;
  return () => `${prefix}-${(counter++).toString(36)}`;
};
