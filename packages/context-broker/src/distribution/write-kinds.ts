/** A write to one entity that can be distributed. */
export interface WriteKind {
  /** The operation that a source must offer (§4.20). */
  readonly operation: string;
  /** What the body holds. */
  readonly body: 'entity' | 'fragment' | 'merge' | 'attribute' | 'none';
  /** The shape in which partial success is told: UpdateResult (§5.2.18) or BatchOperationResult (§5.2.16). */
  readonly result: 'update' | 'batch';
  /** Whether an NGSI-LD null deletes. */
  readonly nullDeletes?: boolean;
}

/** The writes to single entities by the clause of their route. */
export const writeKinds: Readonly<Record<string, WriteKind>> = {
  '6.4.3.1': { operation: 'createEntity', body: 'entity', result: 'batch' },
  '6.5.3.2': { operation: 'deleteEntity', body: 'none', result: 'batch' },
  '6.5.3.3': { operation: 'replaceEntity', body: 'fragment', result: 'batch' },
  '6.5.3.4': { operation: 'mergeEntity', body: 'merge', result: 'batch', nullDeletes: true },
  '6.6.3.1': { operation: 'appendAttrs', body: 'fragment', result: 'update' },
  '6.6.3.2': { operation: 'updateEntity', body: 'fragment', result: 'update', nullDeletes: true },
  '6.7.3.1': { operation: 'updateAttrs', body: 'attribute', result: 'batch' },
  '6.7.3.2': { operation: 'deleteAttrs', body: 'none', result: 'batch' },
  '6.7.3.3': { operation: 'replaceAttrs', body: 'attribute', result: 'batch' },
};
