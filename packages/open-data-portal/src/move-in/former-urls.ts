import { readUrl } from './notation.ts';

const encoded = (part: string): string => {
  try {
    return encodeURIComponent(decodeURIComponent(part));
  } catch {
    // A stray % is no encoding.
    return encodeURIComponent(part);
  }
};

/** A path in one spelling, whatever letters were percent-encoded in it, and without a language in front. */
export const formerPath = (path: string): string =>
  path
    .split('/')
    .map(encoded)
    .join('/')
    .replace(/\/+$/u, '')
    .replace(/^\/(?:de|en)(?=\/(?:dataset|node)\/)/u, '');

/** Where a dataset was found on a portal of DKAN or CKAN. */
interface FormerPlace {
  /** The address that the export tells. */
  readonly url?: string | undefined;
  /** Names and ids that stood in addresses. */
  readonly names: readonly (string | undefined)[];
  readonly nodeId?: string | undefined;
  readonly resourceIds: readonly string[];
}

/**
 * All addresses under which people may have kept the dataset and its resources: the one that is known in full, and
 * paths, as the old host may be called otherwise behind a proxy.
 */
export const formerUrlsOf = ({ url, names, nodeId, resourceIds }: FormerPlace): readonly string[] => {
  const known = url === undefined ? undefined : readUrl(url);
  const paths = [
    ...(known === undefined ? [] : [new URL(known).pathname]),
    ...names.filter((name) => name !== undefined).map((name) => `/dataset/${name}`),
  ].map(formerPath);
  const pages = [...new Set(paths)];
  return [
    ...(known === undefined ? [] : [known]),
    ...pages,
    ...(nodeId === undefined ? [] : [formerPath(`/node/${nodeId}`)]),
    ...pages.flatMap((page) => resourceIds.map((id) => formerPath(`${page}/resource/${id}`))),
  ];
};
