import type { DataService, Dataset, DatasetSeries } from './dataset.ts';
import type { Proposal } from './proposal.ts';

/** How far an entry is on its way to the public; only published ones are seen without a role. */
export type RecordState = 'draft' | 'review' | 'published' | 'withdrawn';

export const recordStates: readonly RecordState[] = ['draft', 'review', 'published', 'withdrawn'];

/** Where an entry came from, if it was not made here. */
export interface RecordOrigin {
  /** Id of the harvest source, or `dkan`, `ckan`, `dcat` for a move. */
  readonly source: string;
  /** The source's own name of the entry. */
  readonly identifier: string;
  /** Addresses that it had there; they are answered by a redirect. */
  readonly formerUrls: readonly string[];
  /** Of what the source told last; the same means that nothing changed there. */
  readonly checksum?: string;
}

interface RecordFacts {
  /** Whose catalogue; '' is the default tenant. */
  readonly tenant: string;
  readonly id: string;
  /** The readable last part of its address: lower case letters, digits, `-` and `_`; unique in a tenant. */
  readonly name: string;
  readonly state: RecordState;
  /** Id of the organisation that is responsible. */
  readonly organisation?: string;
  /** Ids of groups. */
  readonly groups: readonly string[];
  readonly origin?: RecordOrigin;
  /** Values for empty fields that wait for a person's consent; not public. */
  readonly proposals?: readonly Proposal[];
  /** Counts changes, from 1. */
  readonly version: number;
  readonly createdAt: string;
  readonly modifiedAt: string;
}

export interface DatasetRecord extends RecordFacts {
  readonly kind: 'dataset';
  readonly content: Dataset;
}

export interface DataServiceRecord extends RecordFacts {
  readonly kind: 'data-service';
  readonly content: DataService;
}

export interface DatasetSeriesRecord extends RecordFacts {
  readonly kind: 'dataset-series';
  readonly content: DatasetSeries;
}

/** An entry of the catalogue and what the portal knows of it (dcat:CatalogRecord). */
export type CatalogueRecord = DatasetRecord | DataServiceRecord | DatasetSeriesRecord;

export type RecordKind = CatalogueRecord['kind'];

/** Who offers data: an office or a municipal company (CKAN: organization), or a topic (CKAN: group). */
export interface Collection {
  readonly tenant: string;
  readonly kind: 'organisation' | 'group';
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly imageUrl?: string;
  readonly homepage?: string;
  readonly email?: string;
  readonly state: 'active' | 'deleted';
  readonly createdAt: string;
  readonly modifiedAt: string;
}
