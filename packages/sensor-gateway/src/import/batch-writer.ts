import { DomainError } from '@allmende/kernel';
import type { EntityWriter, RefusedEntity } from '../entity-writer.ts';
import { importProblems, messageOf } from '../problems.ts';
import type { EntityBatch } from './entity-batch.ts';

/** What happens when a batch is durable; gets the entities that the destination refused. */
export type OnDurable = (refused: readonly RefusedEntity[]) => Promise<void>;

/**
 * Writes one batch while the next is being prepared: at most one is in flight, and whoever submits another
 * waits, which holds the reading of the file back.
 */
export class BatchWriter {
  readonly #writer: EntityWriter;
  #inFlight: Promise<void> = Promise.resolve();

  constructor(writer: EntityWriter) {
    this.#writer = writer;
  }

  /** Resolves when the batch before is durable; rejects when that could not be written. */
  async submit(batch: EntityBatch, onDurable: OnDurable): Promise<void> {
    await this.#inFlight;
    this.#inFlight = this.#write(batch).then(onDurable);
    // the failure is told by the next submit or by drain
    this.#inFlight.catch(() => undefined);
  }

  /** Resolves when everything submitted is durable. */
  drain(): Promise<void> {
    return this.#inFlight;
  }

  async #write({ entities }: EntityBatch): Promise<readonly RefusedEntity[]> {
    try {
      return entities.length === 0 ? [] : await this.#writer.write(entities);
    } catch (cause) {
      if (cause instanceof DomainError) throw cause;
      throw new DomainError(importProblems.writerFailed, `${messageOf(cause)}.`, { cause });
    }
  }
}
