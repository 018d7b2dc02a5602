import { publishedDatasets } from '../catalogue/published.ts';
import type { DatasetRecord } from '../catalogue/catalogue-record.ts';
import type { CatalogueStore } from '../catalogue/catalogue-store.ts';

const candidates = 30;
const shown = 4;

const keywordsOf = ({ content }: DatasetRecord): readonly string[] => [
  ...new Set(Object.values(content.keywords).flat()),
];

/** How near two data sets are: shared keywords weigh more than a shared theme or office. */
const nearness = (to: DatasetRecord, other: DatasetRecord): number => {
  const keywords = new Set(keywordsOf(to).map((keyword) => keyword.toLowerCase()));
  const themes = new Set(to.content.themes);
  const sharedKeywords = keywordsOf(other).filter((keyword) => keywords.has(keyword.toLowerCase())).length;
  const sharedThemes = other.content.themes.filter((theme) => themes.has(theme)).length;
  const isSameOffice = to.organisation !== undefined && to.organisation === other.organisation;
  return 3 * sharedKeywords + 2 * sharedThemes + (isSameOffice ? 1 : 0);
};

/** Published data sets of the same subject, the nearest first. */
export const similarDatasets = async (
  store: Pick<CatalogueStore, 'search'>,
  record: DatasetRecord,
): Promise<readonly DatasetRecord[]> => {
  const { tenant, content } = record;
  const keywords = keywordsOf(record).slice(0, 20);
  const searches = [
    ...(keywords.length === 0 ? [] : [{ keyword: keywords }]),
    ...(content.themes.length === 0 ? [] : [{ theme: content.themes }]),
  ];
  const pages = await Promise.all(
    searches.map((facets) =>
      store.search({
        tenant,
        ...publishedDatasets,
        facets,
        sort: 'modified',
        limit: candidates,
        offset: 0,
      }),
    ),
  );
  const others = new Map<string, DatasetRecord>();
  for (const one of pages.flatMap(({ records }) => records))
    if (one.kind === 'dataset' && one.id !== record.id) others.set(one.id, one);
  return [...others.values()]
    .map((one) => ({ one, near: nearness(record, one) }))
    .filter(({ near }) => near > 0)
    .sort((a, b) => b.near - a.near)
    .slice(0, shown)
    .map(({ one }) => one);
};
