import { DomainError } from '@allmende/kernel';
import type { EntityWriter, RefusedEntity } from '../entity-writer.ts';
import { fieldsOf } from '../mapping/mapping-fields.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { type RecordMapper, recordMapper } from '../mapping/record-mapper.ts';
import type { Problem } from '../mapping/row.ts';
import { importProblems } from '../problems.ts';
import { isBroken, type RecordBatch, type SourceRecord } from '../source/source-record.ts';
import { BatchWriter } from './batch-writer.ts';
import { type EntityBatch, EntityBatchBuilder } from './entity-batch.ts';
import type { Counts, FileReport } from './import-options.ts';
import type { Refusal } from './refusals.ts';
import { repeatedIds, type RepeatedIds } from './repeated-ids.ts';

/** Blocks of the source after which a batch is written though it has few records: large geometries. */
const BATCH_BLOCKS = 32;

/** What the import of a file tells to the run that it is part of. */
export interface FileImportListener {
  refused(refusal: Refusal): void;
  note(text: string): void;
  /** Everything up to `counts.records` is durable. */
  durable(counts: Counts): Promise<void>;
}

export interface FileImportParts {
  readonly file: string;
  readonly mapping: Mapping;
  readonly batches: AsyncIterable<RecordBatch>;
  readonly writer: EntityWriter;
  /** Counts of an earlier run that stopped; reading goes on after its records. */
  readonly earlier: Counts;
  readonly listener: FileImportListener;
  readonly batchRecords: number;
  readonly maxRecords: number;
  readonly signal?: AbortSignal;
}

type Outcome = Exclude<FileReport['outcome'], 'skipped' | 'failed'>;

/** Imports one file: reads, maps, joins, writes, batch by batch. Its memory is bounded by two batches. */
export class FileImport {
  readonly #parts: FileImportParts;
  readonly #builder: EntityBatchBuilder;
  readonly #writer: BatchWriter;
  readonly #idOf: RepeatedIds;
  #mapper: RecordMapper | undefined;
  #blocks = 0;
  /** What became of the records looked at so far. */
  #seen: { records: number; passedOver: number; refused: number };
  #refusedByWriter = 0;
  #durable: Counts;

  constructor(parts: FileImportParts) {
    const { mapping, writer, earlier } = parts;
    this.#parts = parts;
    this.#builder = new EntityBatchBuilder(mapping);
    this.#writer = new BatchWriter(writer);
    this.#idOf = repeatedIds(mapping.entity.repeats);
    this.#seen = { ...earlier };
    this.#durable = earlier;
  }

  /** What is durable. */
  get counts(): Counts {
    return this.#durable;
  }

  /**
   * Runs to the end, to the limit of records, or until aborted. Rejects when the file breaks off or the writer
   * fails; whole records read before that are durable by then, as far as the writer took them.
   */
  async run(): Promise<Outcome> {
    let outcome: Outcome | undefined;
    let failure: unknown;
    try {
      outcome = await this.#readAll();
    } catch (cause) {
      failure = cause;
    }
    await this.#submit();
    await this.#writer.drain();
    if (outcome === undefined) throw failure;
    return outcome;
  }

  async #readAll(): Promise<Outcome> {
    const { batches, signal, maxRecords } = this.#parts;
    for await (const { fields, records } of batches) {
      this.#blocks += 1;
      this.#mapper ??= this.#prepareMapper(fields);
      for (const record of records) {
        if (record.number > maxRecords) return 'limited';
        if (record.number <= this.#seen.records) continue;
        this.#take(record, this.#mapper);
        if (this.#builder.records < this.#parts.batchRecords) continue;
        await this.#submit();
        if (signal?.aborted === true) return 'aborted';
      }
      if (this.#blocks >= BATCH_BLOCKS) await this.#submit();
      if (signal?.aborted === true) return 'aborted';
    }
    return 'finished';
  }

  #prepareMapper(fields: readonly string[]): RecordMapper {
    const { mapping, file, listener } = this.#parts;
    const missing = fieldsOf(mapping).filter((field) => !fields.includes(field));
    if (missing.length > 0) {
      throw new DomainError(
        importProblems.fileNotUnderstood,
        `${file}: the mapping needs the columns ${missing.join(', ')}; the file has ${fields.join(', ')}.`,
      );
    }
    return recordMapper(mapping, fields, (text) => listener.note(text));
  }

  #take(record: SourceRecord, map: RecordMapper): void {
    this.#seen.records += 1;
    if (isBroken(record)) return this.#refuse(record, [record]);
    const mapped = map(record);
    if (mapped.outcome === 'passed-over') this.#seen.passedOver += 1;
    else if (mapped.outcome === 'refused') this.#refuse(record, mapped.problems);
    else {
      const id = this.#idOf(mapped.entityId);
      if (id !== undefined) this.#builder.add(mapped, id, record);
      else {
        const reason = 'is the id of an earlier record of this file';
        this.#refuse(record, [{ column: 'id', value: mapped.entityId, reason }]);
      }
    }
  }

  /** One refused record is told once for each thing that is wrong with it. */
  #refuse({ line, number }: SourceRecord, problems: readonly Problem[]): void {
    this.#seen.refused += 1;
    for (const { column, value, reason } of problems) {
      this.#parts.listener.refused({ file: this.#parts.file, line, record: number, column, value, reason });
    }
  }

  async #submit(): Promise<void> {
    this.#blocks = 0;
    const batch = this.#builder.take();
    const seen = { ...this.#seen };
    await this.#writer.submit(batch, async (refused) => {
      this.#refuseEntities(batch, refused);
      const { records, passedOver } = seen;
      const allRefused = seen.refused + this.#refusedByWriter;
      this.#durable = { records, passedOver, refused: allRefused, stored: records - passedOver - allRefused };
      await this.#parts.listener.durable(this.#durable);
    });
  }

  #refuseEntities({ origins }: EntityBatch, refused: readonly RefusedEntity[]): void {
    const { listener, file } = this.#parts;
    for (const { entityId, findings } of refused) {
      const { count = 0, line = 0, record = 0 } = origins.get(entityId) ?? {};
      this.#refusedByWriter += count;
      const reasons = findings.map(({ pointer, detail }) => `${pointer} ${detail}`.trim()).join('; ');
      const reason = `the broker refused the entity: ${reasons || 'no reason given'}`;
      listener.refused({ file, line, record, column: 'id', value: entityId, reason });
    }
  }
}
