import type { RecordKind, RecordState } from '../catalogue/catalogue-record.ts';
import type { CatalogueRow } from './catalogue-columns.ts';
import type { CatalogueNews } from './catalogue-search.ts';

/** A row as a database gives it, written from a `SearchDocument`. */
const readRow = ([
  seq,
  tenant,
  kind,
  state,
  createdAt,
  modifiedAt,
  sortTitle,
  facets,
  boxes,
]: readonly unknown[]): CatalogueRow => ({
  seq: Number(seq),
  tenant: String(tenant),
  kind: kind as RecordKind,
  state: state as RecordState,
  createdAt: String(createdAt),
  modifiedAt: String(modifiedAt),
  sortTitle: String(sortTitle),
  facets: JSON.parse(String(facets)) as CatalogueRow['facets'],
  boxes: JSON.parse(String(boxes)) as CatalogueRow['boxes'],
});

/** What a database tells of changes, those that removed an entry without a tenant; the last column is their number. */
export const readNews = (rows: readonly (readonly unknown[])[], since: number): CatalogueNews => ({
  rows: rows.filter(([, tenant]) => tenant !== null).map(readRow),
  removed: rows.filter(([, tenant]) => tenant === null).map(([seq]) => Number(seq)),
  last: Number(rows.at(-1)?.at(-1) ?? since),
});
