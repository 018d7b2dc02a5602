import type { ApiRequest } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import { DomainError, isJsonObject } from '@allmende/kernel';
import { parseEntity, parseFragment } from '../entities/entity-parser.ts';
import { contextOf, readJson, tenantOf } from '../entities/request-context.ts';
import { isUri } from '../entities/value-parser.ts';
import type { Distribution } from './distribution.ts';
import type { WriteSubject } from './plan-write.ts';
import { attributesIn, typesIn } from './read-write.ts';

/** A batch operation that can be distributed. */
export interface BatchKind {
  /** What a source must offer: the batch, or else the operation on single entities. */
  readonly operations: readonly [batch: string, single?: string];
  /** Path below /ngsi-ld/v1. */
  readonly path: string;
  readonly items: 'entities' | 'fragments' | 'ids';
  readonly isMerge?: boolean;
}

/** The batch operations by the clause of their route. */
export const batchKinds: Readonly<Record<string, BatchKind>> = {
  '6.14.3.1': {
    operations: ['createBatch', 'createEntity'],
    path: '/entityOperations/create',
    items: 'entities',
  },
  '6.15.3.1': { operations: ['upsertBatch'], path: '/entityOperations/upsert', items: 'entities' },
  '6.16.3.1': {
    operations: ['updateBatch', 'appendAttrs'],
    path: '/entityOperations/update',
    items: 'fragments',
  },
  '6.17.3.1': { operations: ['deleteBatch', 'deleteEntity'], path: '/entityOperations/delete', items: 'ids' },
  '6.31.3.1': {
    operations: ['mergeBatch', 'mergeEntity'],
    path: '/entityOperations/merge',
    items: 'fragments',
    isMerge: true,
  },
};

/** One entity of a batch; those that are not valid have no subject, and are left to this broker to refuse. */
export interface BatchItem {
  readonly raw: unknown;
  readonly valid?: { readonly subject: WriteSubject; readonly context: CompiledContext };
}

const refuseInvalid = (
  { startParsing }: Distribution,
  { items, isMerge = false }: BatchKind,
  { raw, context }: { readonly raw: unknown; readonly context: CompiledContext },
): void => {
  const parsing = startParsing(context, { nullDeletes: isMerge, isMerge });
  if (items === 'entities') parseEntity(raw, parsing);
  if (items === 'fragments') parseFragment(raw, parsing);
};

const idOf = (raw: unknown): unknown => (isJsonObject(raw) ? (raw['id'] ?? raw['@id']) : raw);

const readItem = async (
  distribution: Distribution,
  kind: BatchKind,
  { request, raw }: { readonly request: ApiRequest; readonly raw: unknown },
): Promise<BatchItem> => {
  const { contexts, entities } = distribution.parts;
  try {
    const context = await contextOf(request, raw, contexts);
    refuseInvalid(distribution, kind, { raw, context });
    const id = idOf(raw);
    if (!isUri(id)) return { raw };
    const types = typesIn(raw, context) ?? (await entities.find(tenantOf(request), id))?.types;
    const attributes = kind.items === 'ids' ? undefined : attributesIn(raw, context);
    const subject = {
      id,
      ...(types === undefined ? {} : { types }),
      ...(attributes === undefined ? {} : { attributes }),
    };
    return { raw, valid: { subject, context } };
  } catch (cause) {
    if (cause instanceof DomainError) return { raw };
    throw cause;
  }
};

/** The entities of a batch; undefined when the body is no batch at all. */
export const readBatch = async (
  distribution: Distribution,
  kind: BatchKind,
  request: ApiRequest,
): Promise<readonly BatchItem[] | undefined> => {
  const body = await readJson(request);
  if (!Array.isArray(body) || body.includes(null)) return undefined;
  const items: BatchItem[] = [];
  for (const raw of body as readonly unknown[])
    items.push(await readItem(distribution, kind, { request, raw }));
  return items;
};
