import type { KeyValue } from '../../api/subscriptions.ts';

/** Lines that say something; a line without name and value is one that is still to be written. */
export const writtenPairs = (pairs: readonly KeyValue[]): readonly KeyValue[] =>
  pairs
    .map(({ key, value }) => ({ key: key.trim(), value }))
    .filter(({ key, value }) => key !== '' || value !== '');

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u;

/** The first line whose name is no HTTP header's, from 1 on. */
export const badHeader = (pairs: readonly KeyValue[]): number | undefined => {
  const index = pairs.findIndex(
    ({ key, value }) => (key.trim() !== '' || value !== '') && !token.test(key.trim()),
  );
  return index === -1 ? undefined : index + 1;
};
