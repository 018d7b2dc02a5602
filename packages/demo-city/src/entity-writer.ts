import type { Finding } from '@allmende/kernel';
import type { NgsiLdEntity } from './ngsi-ld.ts';

/** An entity that the destination did not take, and why. */
export interface RefusedEntity {
  readonly entityId: string;
  readonly findings: readonly Finding[];
}

/**
 * Port: where the demo city writes. Entities are normalized NGSI-LD with short names, each attribute an instance or
 * an array of instances that differ in `observedAt`. The newest instance becomes current unless the stored one is
 * newer, the others go to history; repeating a write changes nothing. Resolves when the entities are stored and
 * answers the refused ones; rejects when nothing could be written.
 */
export interface EntityWriter {
  write(entities: readonly NgsiLdEntity[]): Promise<readonly RefusedEntity[]>;
}
