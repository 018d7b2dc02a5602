import type { CatalogueRecord, Collection, RecordKind, RecordState } from './catalogue-record.ts';

/** What a search selects; all conditions hold together. */
export interface CatalogueQuery {
  readonly tenant: string;
  readonly kinds?: readonly RecordKind[];
  readonly states?: readonly RecordState[];
  /** Words as people type them; the last one may be unfinished. */
  readonly text?: string;
  /** Values by facet; those of one facet are alternatives. */
  readonly facets?: Readonly<Partial<Record<FacetName, readonly string[]>>>;
  /** West, south, east, north: what lies in it or touches it. */
  readonly bbox?: readonly [number, number, number, number];
  /** Not changed before (RFC 3339). */
  readonly modifiedSince?: string;
  readonly sort?: 'relevance' | 'modified' | 'title' | 'created';
  readonly limit: number;
  readonly offset: number;
  /** Facets to count. */
  readonly count?: readonly FacetName[];
}

/** What results are narrowed by; `distribution` by the ids of distributions. */
export type FacetName =
  | 'organisation'
  | 'group'
  | 'theme'
  | 'keyword'
  | 'format'
  | 'licence'
  | 'hvd'
  | 'frequency'
  | 'distribution';

export const facetNames: readonly FacetName[] = [
  'organisation',
  'group',
  'theme',
  'keyword',
  'format',
  'licence',
  'hvd',
  'frequency',
  'distribution',
];

export interface FacetValue {
  readonly value: string;
  readonly count: number;
}

export interface CataloguePage {
  readonly records: readonly CatalogueRecord[];
  /** Of all pages. */
  readonly count: number;
  readonly facets: Readonly<Partial<Record<FacetName, readonly FacetValue[]>>>;
}

/** One state that an entry had. */
export interface Revision {
  readonly version: number;
  readonly at: string;
  /** Who made the change, as shown to colleagues. */
  readonly actor: string;
  readonly record: CatalogueRecord;
}

/** The organisations and groups that entries belong to. */
export interface CollectionStore {
  insertCollection(collection: Collection): Promise<void>;
  replaceCollection(collection: Collection): Promise<void>;
  /** Removes it for good (`collection-not-found`); entries that name it stay as they are. */
  purgeCollection(tenant: string, kind: Collection['kind'], id: string): Promise<void>;
  findCollection(tenant: string, kind: Collection['kind'], idOrName: string): Promise<Collection | undefined>;
  listCollections(tenant: string, kind: Collection['kind']): Promise<readonly Collection[]>;
}

/**
 * Entries, their revisions, and the organisations and groups they belong to.
 *
 * Guarantees: what was acknowledged is durable; each change of an entry keeps the state before as a revision in the same
 * transaction; search sees committed states only. A `name` and an `id` are unique in a tenant, each over all kinds.
 */
export interface CatalogueStore extends CollectionStore {
  /** Refuses a name or id that is taken (`already-exists`). */
  insert(record: CatalogueRecord, actor: string): Promise<void>;
  /** Refuses if the stored version is not the record's minus one (`changed-meanwhile`), or is none (`record-not-found`). */
  replace(record: CatalogueRecord, actor: string): Promise<void>;
  /** Removes an entry and its revisions for good (`record-not-found`). */
  purge(tenant: string, id: string): Promise<void>;
  /** By id or name. */
  find(tenant: string, idOrName: string): Promise<CatalogueRecord | undefined>;
  /** By an address that the entry had elsewhere. */
  findByFormerUrl(tenant: string, url: string): Promise<CatalogueRecord | undefined>;
  /** By where it came from. */
  findByOrigin(tenant: string, source: string, identifier: string): Promise<CatalogueRecord | undefined>;
  search(query: CatalogueQuery): Promise<CataloguePage>;
  /** Newest first. */
  revisions(tenant: string, id: string): Promise<readonly Revision[]>;
}
