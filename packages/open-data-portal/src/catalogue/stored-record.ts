import { DomainError } from '@allmende/kernel';
import { portalProblems } from '../problems.ts';
import type { CatalogueRecord, Collection } from './catalogue-record.ts';

/** What a store reads back was written by it. */
export const readStoredRecord = (body: unknown): CatalogueRecord =>
  JSON.parse(String(body)) as CatalogueRecord;

export const readStoredCollection = (body: unknown): Collection => JSON.parse(String(body)) as Collection;

export const recordNotFound = (id: string): DomainError =>
  new DomainError(portalProblems.recordNotFound, `The catalogue has no entry "${id}".`);

export const recordExists = ({ id, name }: Pick<CatalogueRecord, 'id' | 'name'>): DomainError =>
  new DomainError(
    portalProblems.exists,
    `The catalogue has an entry with the id "${id}" or the name "${name}" already. Choose another one.`,
  );

export const changedMeanwhile = ({ id }: Pick<CatalogueRecord, 'id'>, version: number): DomainError =>
  new DomainError(
    portalProblems.changedMeanwhile,
    `Entry "${id}" has version ${String(version)} by now. Read it again and repeat the change.`,
  );

export const collectionExists = ({ name }: Pick<Collection, 'name'>): DomainError =>
  new DomainError(portalProblems.exists, `There is an organisation or group "${name}" already.`);

export const collectionNotFound = (id: string): DomainError =>
  new DomainError(portalProblems.collectionNotFound, `There is no organisation or group "${id}".`);
