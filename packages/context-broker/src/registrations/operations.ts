/** Operations that a registration may offer, and the groups that stand for several (§4.20). */
const groups: Readonly<Record<string, readonly string[]>> = {
  federationOps: [
    'retrieveEntity',
    'queryEntity',
    'queryBatch',
    'retrieveEntityTypes',
    'retrieveEntityTypeDetails',
    'retrieveEntityTypeInfo',
    'retrieveAttrTypes',
    'retrieveAttrTypeDetails',
    'retrieveAttrTypeInfo',
    'createSubscription',
    'updateSubscription',
    'retrieveSubscription',
    'querySubscription',
    'deleteSubscription',
  ],
  updateOps: ['updateEntity', 'updateAttrs', 'replaceEntity', 'replaceAttrs'],
  retrieveOps: ['retrieveEntity', 'queryEntity'],
  redirectionOps: [
    'createEntity',
    'updateEntity',
    'appendAttrs',
    'updateAttrs',
    'deleteAttrs',
    'deleteEntity',
    'mergeEntity',
    'replaceEntity',
    'replaceAttrs',
    'retrieveEntity',
    'queryEntity',
    'purgeEntity',
    'retrieveEntityTypes',
    'retrieveEntityTypeDetails',
    'retrieveEntityTypeInfo',
    'retrieveAttrTypes',
    'retrieveAttrTypeDetails',
    'retrieveAttrTypeInfo',
  ],
};

const others =
  'createBatch upsertBatch updateBatch deleteBatch mergeBatch upsertTemporal appendAttrsTemporal ' +
  'deleteAttrsTemporal updateAttrInstanceTemporal deleteAttrInstanceTemporal deleteTemporal mergeTemporal ' +
  'retrieveTemporal queryTemporal createEntityMap updateEntityMap deleteEntityMap retrieveEntityMap';

const known: ReadonlySet<string> = new Set([
  ...Object.keys(groups),
  ...Object.values(groups).flat(),
  ...others.split(' '),
]);

export const isOperation = (name: unknown): name is string => typeof name === 'string' && known.has(name);

/** The single operations that a list of operations and groups stands for. */
export const singleOperations = (names: readonly string[]): ReadonlySet<string> =>
  new Set(names.flatMap((name) => groups[name] ?? [name]));

/** What an auxiliary registration may offer (§5.9.2.4). */
export const auxiliaryOperations: ReadonlySet<string> = new Set([
  'retrieveEntity',
  'queryEntity',
  'queryBatch',
]);
