import { DomainError } from '@allmende/kernel';
import type { DatasetRecord } from './catalogue/catalogue-record.ts';
import type { Dataset, Distribution } from './catalogue/dataset.ts';
import { emptyDataset, emptyDistribution } from './catalogue/empty-content.ts';
import { demoCatalogue } from './demo-catalogue/demo-catalogue.ts';

/** Code of the problem that a work is refused with; the cause itself if it is none, `no error` if it succeeds. */
export const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no error',
    (cause: unknown) => (cause instanceof DomainError ? cause.problem.code : cause),
  );

/** A dataset without more than a title. */
export const aDataset = (parts: Partial<Dataset> = {}): Dataset => ({
  ...emptyDataset,
  title: { de: 'Luftqualität an Messstationen' },
  description: { de: 'Stündliche Messwerte.' },
  ...parts,
});

/** A distribution without more than an address. */
export const aDistribution = (parts: Partial<Distribution> = {}): Distribution => ({
  ...emptyDistribution,
  id: 'distribution-1',
  accessUrls: ['https://daten.stadt.example/luft.csv'],
  ...parts,
});

/** A published dataset of the default tenant; its id is its name unless told otherwise. */
export const aRecord = (name: string, parts: Partial<DatasetRecord> = {}): DatasetRecord => ({
  tenant: '',
  id: `id-of-${name}`,
  name,
  kind: 'dataset',
  state: 'published',
  groups: [],
  version: 1,
  createdAt: '2026-11-25T08:00:00.000Z',
  modifiedAt: '2026-11-25T08:00:00.000Z',
  content: aDataset(),
  ...parts,
});

/** Addresses in the demo's catalogue that the server itself answers, and as what. */
export const demoAddresses = (
  baseUrl: string,
): readonly { readonly address: string; readonly mediaType: string }[] =>
  demoCatalogue(baseUrl)
    .records.flatMap(({ content }) => content.distributions)
    .flatMap(({ accessUrls, mediaType = '' }) => accessUrls.map((address) => ({ address, mediaType })))
    .filter(({ address }) => address.startsWith(baseUrl));
