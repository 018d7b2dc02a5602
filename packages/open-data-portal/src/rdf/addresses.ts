import type { RecordKind } from '../catalogue/catalogue-record.ts';

/** Where the entries of one tenant are on the web; these addresses are their IRIs. */
export interface Addresses {
  readonly publicUrl: string;
  readonly tenant: string;
  readonly catalogue: string;
  /** IRI of an entry: it names the id and so outlives a change of the name. */
  record(kind: RecordKind, id: string): string;
  distribution(datasetId: string, distributionId: string): string;
  /** Another address of the same tenant. */
  at(path: string, parameters?: Readonly<Record<string, string>>): string;
}

/** First part of the path of each kind of entries. */
export const recordPaths: Readonly<Record<RecordKind, string>> = {
  dataset: '/dataset',
  'data-service': '/service',
  'dataset-series': '/series',
};

/** Addresses of a tenant under the public URL; the default tenant goes without saying. */
export const createAddresses = (publicUrl: string, tenant = ''): Addresses => {
  const root = publicUrl.replace(/\/+$/u, '');
  const at: Addresses['at'] = (path, parameters = {}) => {
    const query = new URLSearchParams({ ...parameters, ...(tenant === '' ? {} : { tenant }) }).toString();
    return `${root}${path}${query === '' ? '' : `?${query}`}`;
  };
  return {
    publicUrl: root,
    tenant,
    at,
    catalogue: at('/catalog'),
    record: (kind, id) => at(`${recordPaths[kind]}/${encodeURIComponent(id)}`),
    distribution: (datasetId, id) =>
      at(`${recordPaths.dataset}/${encodeURIComponent(datasetId)}/resource/${encodeURIComponent(id)}`),
  };
};
