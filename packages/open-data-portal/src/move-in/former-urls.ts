import { readUrl } from './notation.ts';

/** Where a dataset was found on a portal of DKAN or CKAN. */
interface FormerPlace {
  /** Scheme and host of the old portal. */
  readonly base: string | undefined;
  /** The address that the export tells. */
  readonly url: string | undefined;
  readonly names: readonly (string | undefined)[];
  readonly nodeId?: string | undefined;
  readonly resourceIds: readonly string[];
}

/** The scheme and host that most addresses share. */
export const baseOf = (addresses: readonly string[]): string | undefined => {
  const counts = new Map<string, number>();
  for (const address of addresses) {
    const url = readUrl(address);
    if (url === undefined) continue;
    const { origin } = new URL(url);
    counts.set(origin, (counts.get(origin) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0];
};

/** All addresses under which people may have kept the dataset and its resources. */
export const formerUrlsOf = ({ base, url, names, nodeId, resourceIds }: FormerPlace): readonly string[] => {
  const known = url === undefined ? undefined : readUrl(url);
  const pages = [
    known,
    ...names.map((name) =>
      base === undefined || name === undefined ? undefined : readUrl(`${base}/dataset/${encodeURIComponent(name)}`),
    ),
  ].filter((page) => page !== undefined);
  const node = base === undefined || nodeId === undefined ? [] : [`${base}/node/${nodeId}`];
  const datasets = [...new Set(pages)];
  const resources = datasets.flatMap((page) => resourceIds.map((id) => `${page}/resource/${id}`));
  return [...datasets, ...node, ...resources];
};
