import type { Clock, DomainError } from '@allmende/kernel';
import type { EntityWriter } from '../entity-writer.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { NgsiLdEntity } from '../ngsi-ld-entity.ts';
import type { SchemaFinding, SchemaValidator } from '../schema/schema-validator.ts';
import type { ImportJournal } from './import-journal.ts';
import type { Progress } from './progress.ts';
import type { Refusal, RefusalSummary } from './refusals.ts';

interface CommonOptions {
  readonly mapping: Mapping;
  readonly files: readonly string[];
  readonly clock: Clock;
  /** Called after each batch, and at the end. */
  readonly onProgress?: (progress: Progress) => void;
  /** Hears of every refused record, for a file of refusals. */
  readonly onRefusal?: (refusal: Refusal) => void;
  /** Stops after the batch in flight; the journal then knows how far the import came. */
  readonly signal?: AbortSignal;
  /** Records that are joined and written together; 2000 unless told. */
  readonly batchRecords?: number;
  /** Stops each file after this many records. */
  readonly maxRecords?: number;
  /** Examples kept for each reason of refusal; 5 unless told. */
  readonly examplesPerReason?: number;
}

/** What an import needs. A dry run writes nothing, and checks against schemas when there is a validator. */
export type ImportOptions = CommonOptions &
  (
    | { readonly dryRun: true; readonly validator?: SchemaValidator }
    | {
        readonly dryRun?: false;
        readonly writer: EntityWriter;
        readonly journal?: ImportJournal;
        /** Tells destinations apart in the journal: broker address and tenant. */
        readonly destination?: string;
        /** Imports files anew that the journal knows. */
        readonly restart?: boolean;
      }
  );

/** Records of a file by what became of them; those of earlier runs included when an import goes on. */
export interface Counts {
  readonly records: number;
  /** Durable, or in a dry run: would be stored. */
  readonly stored: number;
  /** Left out by the mapping's `where`. */
  readonly passedOver: number;
  readonly refused: number;
}

/** What became of one file. */
export interface FileReport extends Counts {
  readonly file: string;
  /** skipped: imported earlier; limited: maxRecords reached; failed: see the report's failure. */
  readonly outcome: 'finished' | 'skipped' | 'limited' | 'aborted' | 'failed';
  /** The record after which this run went on; 0 for a fresh start. */
  readonly resumedAfter: number;
}

export interface ImportReport {
  readonly files: readonly FileReport[];
  /** Why the import stopped; what had been durable by then stays, and a new run goes on there. */
  readonly failure?: DomainError;
  readonly refusals: readonly RefusalSummary[];
  /** Decisions that are not errors, such as how ambiguous local times were taken. */
  readonly notes: readonly { readonly text: string; readonly count: number }[];
  /** The first entities, as they are (or would be) written. */
  readonly samples: readonly NgsiLdEntity[];
  /** Deviations from the Smart Data Models schema; absent when nothing was checked. */
  readonly schemaFindings?: readonly SchemaFinding[];
}
