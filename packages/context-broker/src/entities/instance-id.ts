import { randomBytes } from 'node:crypto';

/** Makes identifiers of attribute instances (CIM 009 §5.2.5): unique over processes and restarts. */
export const createInstanceIds = (): (() => string) => {
  const prefix = `urn:ngsi-ld:instance:${randomBytes(8).toString('hex')}`;
  let counter = 0;
  return () => `${prefix}-${(counter++).toString(36)}`;
};
