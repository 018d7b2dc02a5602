import { publishedDatasets } from '../catalogue/published.ts';
import type { Clock } from '@allmende/kernel';
import type { CatalogueQuery, CatalogueStore } from '../catalogue/catalogue-store.ts';

/** The catalogue in numbers; only what is published counts. */
export interface Statistics {
  readonly datasets: number;
  readonly dataServices: number;
  readonly datasetSeries: number;
  /** Those that offer something. */
  readonly organisations: number;
  readonly formats: number;
  /** High value datasets as (EU) 2023/138 lists them. */
  readonly highValueDatasets: number;
  readonly changedInThirtyDays: number;
}

const thirtyDaysMs = 30 * 24 * 60 * 60 * 1000;

export const statistics = async (
  store: Pick<CatalogueStore, 'search'>,
  tenant: string,
  clock: Clock,
): Promise<Statistics> => {
  const count = async (more: Partial<CatalogueQuery>) =>
    store.search({ tenant, ...publishedDatasets, limit: 0, offset: 0, ...more });
  const modifiedSince = new Date(clock.now() - thirtyDaysMs).toISOString();
  const [all, services, series, changed] = await Promise.all([
    count({ count: ['organisation', 'format', 'hvd'] }),
    count({ kinds: ['data-service'] }),
    count({ kinds: ['dataset-series'] }),
    count({ modifiedSince }),
  ]);
  const categories = (all.facets.hvd ?? []).map(({ value }) => value);
  const highValue = categories.length === 0 ? undefined : await count({ facets: { hvd: categories } });
  return {
    datasets: all.count,
    dataServices: services.count,
    datasetSeries: series.count,
    organisations: all.facets.organisation?.length ?? 0,
    formats: all.facets.format?.length ?? 0,
    highValueDatasets: highValue?.count ?? 0,
    changedInThirtyDays: changed.count,
  };
};
