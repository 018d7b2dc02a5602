/** A write to one entity that can be distributed. */
export interface WriteKind {
  /** The operation that a source must offer (§4.20). */
  readonly operation: string;
  /** What the body holds. */
  readonly body: 'entity' | 'fragment' | 'merge' | 'attribute' | 'evolution' | 'past' | 'none';
  /** The shape in which partial success is told: UpdateResult (§5.2.18) or BatchOperationResult (§5.2.16). */
  readonly result: 'update' | 'batch';
  /** Whether an NGSI-LD null deletes. */
  readonly nullDeletes?: boolean;
  /** Whether it is a write to the past, for which sources of the past are registered. */
  readonly isTemporal?: true;
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
  '6.18.3.1': { operation: 'upsertTemporal', body: 'evolution', result: 'batch', isTemporal: true },
  '6.19.3.2': { operation: 'deleteTemporal', body: 'none', result: 'batch', isTemporal: true },
  '6.20.3.1': { operation: 'appendAttrsTemporal', body: 'past', result: 'update', isTemporal: true },
  '6.21.3.1': { operation: 'deleteAttrsTemporal', body: 'none', result: 'batch', isTemporal: true },
  '6.22.3.1': {
    operation: 'updateAttrInstanceTemporal',
    body: 'attribute',
    result: 'batch',
    isTemporal: true,
  },
  '6.22.3.2': { operation: 'deleteAttrInstanceTemporal', body: 'none', result: 'batch', isTemporal: true },
};
