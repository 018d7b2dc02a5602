import type { Finding } from '@allmende/kernel';
import type { NgsiLdEntity } from './ngsi-ld-entity.ts';

/** An entity that the destination did not take, and why. */
export interface RefusedEntity {
  readonly entityId: string;
  readonly findings: readonly Finding[];
}

/**
 * Port: where harmonised entities go. Entities are NGSI-LD normalized JSON (id, type, attributes with compact
 * names, each attribute an instance or an array of instances that may differ in datasetId and observedAt).
 * The newest instance by observedAt becomes current unless the stored one is newer, the others go to history;
 * one without observedAt becomes current unless the stored one has an observedAt. Repeating a write changes
 * nothing. Resolves when durable; answers refused entities. Rejects when the destination cannot be reached:
 * then nothing is known to be stored.
 */
export interface EntityWriter {
  write(entities: readonly NgsiLdEntity[]): Promise<readonly RefusedEntity[]>;
}
