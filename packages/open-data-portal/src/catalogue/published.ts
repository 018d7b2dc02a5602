import type { CatalogueRecord, RecordKind } from './catalogue-record.ts';
import type { CatalogueStore } from './catalogue-store.ts';

/** Selects the datasets that everybody may see. */
export const publishedDatasets = { kinds: ['dataset'], states: ['published'] } as const;

interface Wanted<Kind extends RecordKind> {
  readonly tenant: string;
  readonly kind: Kind;
  readonly idOrName: string;
}

/** The entry of a kind if everybody may see it. */
export const findPublished = async <Kind extends RecordKind>(
  store: Pick<CatalogueStore, 'find'>,
  { tenant, kind, idOrName }: Wanted<Kind>,
): Promise<Extract<CatalogueRecord, { readonly kind: Kind }> | undefined> => {
  const record = await store.find(tenant, idOrName);
  return record !== undefined && isOfKind(record, kind) && record.state === 'published' ? record : undefined;
};

const isOfKind = <Kind extends RecordKind>(
  record: CatalogueRecord,
  kind: Kind,
): record is Extract<CatalogueRecord, { readonly kind: Kind }> => record.kind === kind;
