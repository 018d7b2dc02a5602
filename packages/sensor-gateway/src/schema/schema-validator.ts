import type { Finding } from '@allmende/kernel';
import type { NgsiLdEntity } from '../ngsi-ld-entity.ts';

/** Checks entities against the Smart Data Models schema of their type. */
export interface SchemaValidator {
  /** Deviations of the entity's keyValues form; nothing when there is no schema for its type. */
  validate(entity: NgsiLdEntity, suppliedElsewhere: readonly string[]): readonly Finding[] | undefined;
}

/** A deviation from the schema, how many entities have it, and one of them. */
export interface SchemaFinding extends Finding {
  readonly entityId: string;
  readonly count: number;
}
