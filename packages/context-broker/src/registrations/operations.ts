const discovery = [
  'retrieveEntityTypes',
  'retrieveEntityTypeDetails',
  'retrieveEntityTypeInfo',
  'retrieveAttrTypes',
  'retrieveAttrTypeDetails',
  'retrieveAttrTypeInfo',
];

const entityMaps = ['retrieveEntityMap', 'updateEntityMap', 'deleteEntityMap', 'createEntityMapQueryEntity'];

const associationOps = [
  'retrieveEntity',
  'queryEntity',
  'queryBatch',
  ...discovery,
  'createSubscription',
  'updateSubscription',
  'retrieveSubscription',
  'querySubscription',
  'deleteSubscription',
  'retrieveContextSourceIdentity',
];

/** Operations that a registration may offer, and the groups that stand for several (§4.20). */
const groups: Readonly<Record<string, readonly string[]>> = {
  federationOps: [...associationOps, ...entityMaps],
  associationOps,
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
    ...discovery,
    ...entityMaps,
    'retrieveContextSourceIdentity',
  ],
};

/** Operations on the past; no group has them (§4.20). */
const temporalOperations: ReadonlySet<string> = new Set([
  'upsertTemporal',
  'appendAttrsTemporal',
  'deleteAttrsTemporal',
  'updateAttrInstanceTemporal',
  'deleteAttrInstanceTemporal',
  'deleteTemporal',
  'retrieveTemporal',
  'queryTemporal',
  'createEntityMapQueryTemporal',
]);

const others = ['createBatch', 'upsertBatch', 'updateBatch', 'deleteBatch', 'mergeBatch'];

const known: ReadonlySet<string> = new Set([
  ...Object.keys(groups),
  ...Object.values(groups).flat(),
  ...temporalOperations,
  ...others,
]);

/** Whether some of the operations are on the past. */
export const hasTemporalOperation = (names: ReadonlySet<string>): boolean =>
  [...temporalOperations].some((name) => names.has(name));

/** Whether all of the operations are on the past. */
export const isTemporalOnly = (names: ReadonlySet<string>): boolean =>
  names.size > 0 && [...names].every((name) => temporalOperations.has(name));

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
