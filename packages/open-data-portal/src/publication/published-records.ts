import type { CatalogueRecord, RecordKind } from '../catalogue/catalogue-record.ts';
import type { CataloguePage, CatalogueStore } from '../catalogue/catalogue-store.ts';

interface PageQuery {
  readonly tenant: string;
  readonly kinds?: readonly RecordKind[];
  readonly modifiedSince?: string | undefined;
  readonly sort: 'created' | 'modified';
  readonly limit: number;
  readonly offset: number;
}

/** A page of what everybody may see. */
export const publishedPage = (catalogue: CatalogueStore, query: PageQuery): Promise<CataloguePage> => {
  const { modifiedSince, ...rest } = query;
  return catalogue.search({
    ...rest,
    states: ['published'],
    ...(modifiedSince === undefined ? {} : { modifiedSince }),
  });
};

/** All published entries of some kinds, at most `most`. */
export const allPublished = async (
  catalogue: CatalogueStore,
  tenant: string,
  kinds: readonly RecordKind[],
  most: number,
): Promise<readonly CatalogueRecord[]> => {
  const records: CatalogueRecord[] = [];
  for (;;) {
    const limit = Math.min(500, most - records.length);
    const page = await publishedPage(catalogue, {
      tenant,
      kinds,
      sort: 'created',
      limit,
      offset: records.length,
    });
    records.push(...page.records);
    if (page.records.length < limit || records.length >= most) return records;
  }
};

const isRelated = (
  record: CatalogueRecord,
  datasetIds: ReadonlySet<string>,
  named: ReadonlySet<string>,
): boolean =>
  named.has(record.id) ||
  (record.kind === 'data-service' && record.content.servesDatasets.some((id) => datasetIds.has(id)));

/**
 * The records with the series and services that belong to the datasets among them, so that a document describes what it
 * links. A service's datasets on other pages name it there.
 */
export const withRelated = async (
  catalogue: CatalogueStore,
  tenant: string,
  records: readonly CatalogueRecord[],
): Promise<readonly CatalogueRecord[]> => {
  const present = new Set(records.map(({ id }) => id));
  const datasets = records.filter((record) => record.kind === 'dataset');
  if (datasets.length === 0) return records;
  const named = new Set(
    datasets.flatMap(({ content }) => [
      ...content.inSeries,
      ...content.distributions.flatMap(({ accessServices }) => accessServices),
    ]),
  );
  const datasetIds = new Set(datasets.map(({ id }) => id));
  const others = await allPublished(catalogue, tenant, ['data-service', 'dataset-series'], 5000);
  return [
    ...records,
    ...others.filter((record) => !present.has(record.id) && isRelated(record, datasetIds, named)),
  ];
};
