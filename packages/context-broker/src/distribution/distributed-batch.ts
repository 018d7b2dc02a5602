import type { Answer, ApiRequest } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import { DomainError } from '@allmende/kernel';
import { idSegment } from '../entities/answer.ts';
import type { Registration } from '../registrations/registration.ts';
import { combineBatch, type BatchPart } from './combine-batch.ts';
import { withBody } from './request-with-body.ts';
import type { Distribute, Distributed, Distribution } from './distribution.ts';
import {
  outcomeHere,
  outcomeOfReply,
  problemOfError,
  unaskedOutcome,
  unsupportedOutcome,
} from './part-outcome.ts';
import { planWrite, type WritePlan } from './plan-write.ts';
import { distributionProblems } from './problems.ts';
import { readBatch, type BatchItem, type BatchKind } from './read-batch.ts';
import { partOf, withoutContext } from './read-write.ts';
import { recompactEntity } from './recompact.ts';
import type { SourceCall } from './source-caller.ts';
import { termsOf } from './source-terms.ts';
import { wordingOfBody } from './wording.ts';

type ValidItem = Required<BatchItem>;

interface Planned {
  readonly item: BatchItem;
  /** Undefined for what is not valid. */
  readonly plan?: WritePlan;
}

/** What one source gets, in one context. */
interface Load {
  readonly registration: Registration;
  readonly operation: string | undefined;
  readonly context: CompiledContext;
  readonly entities: { readonly id: string; readonly body: unknown }[];
}

const isValid = (item: BatchItem): item is ValidItem => item.valid !== undefined;

const planItems = (
  distribution: Distribution,
  { request, registrations }: Distributed,
  { kind, items }: { readonly kind: BatchKind; readonly items: readonly BatchItem[] },
): readonly Planned[] => {
  const planning = {
    nowMs: distribution.parts.clock.now(),
    operations: kind.operations.filter((name) => name !== undefined),
    via: request.headers.via,
  };
  return items.map((item) =>
    isValid(item) ? { item, plan: planWrite(registrations, item.valid.subject, planning) } : { item },
  );
};

/** The parts of all entities, collected by source and context. */
const loadsOf = (planned: readonly Planned[]): readonly Load[] => {
  const loads = new Map<Registration, Map<string, Load>>();
  for (const { item, plan } of planned) {
    if (plan === undefined || !isValid(item)) continue;
    const { subject, context } = item.valid;
    for (const { registration, operation, attributes } of plan.shares) {
      const byContext = loads.get(registration) ?? new Map<string, Load>();
      loads.set(registration, byContext);
      const key = JSON.stringify(context.source ?? null);
      const load = byContext.get(key) ?? { registration, operation, context, entities: [] };
      byContext.set(key, load);
      load.entities.push({ id: subject.id, body: partOf(item.raw, attributes, context) });
    }
  }
  return [...loads.values()].flatMap((byContext) => [...byContext.values()]);
};

const singlePaths: Readonly<Record<string, (id: string) => Pick<SourceCall, 'method' | 'path'>>> = {
  createEntity: () => ({ method: 'POST', path: '/entities' }),
  appendAttrs: (id) => ({ method: 'POST', path: `/entities/${idSegment(id)}/attrs` }),
  deleteEntity: (id) => ({ method: 'DELETE', path: `/entities/${idSegment(id)}` }),
  mergeEntity: (id) => ({ method: 'PATCH', path: `/entities/${idSegment(id)}` }),
};

interface LoadCall {
  readonly ids: readonly string[];
  readonly call: SourceCall;
}

/** The calls that bring a load to its source: one, or one for each entity when the source knows no batches. */
const callsFor = async (
  { parts }: Distribution,
  kind: BatchKind,
  { load, request }: { readonly load: Load; readonly request: ApiRequest },
): Promise<readonly LoadCall[]> => {
  const { registration, operation = '', context, entities } = load;
  const terms = termsOf(registration, request.headers);
  const wording = await wordingOfBody(terms, context, parts.contexts);
  const { local: _local, ...parameters } = Object.fromEntries(request.query);
  const bodies = entities.map(({ body }) => {
    const plain = withoutContext(body);
    return wording.isThatOfRequest ? plain : recompactEntity(plain, context, wording.context);
  });
  const single = singlePaths[operation];
  const rest = { parameters, terms, wording };
  if (single === undefined) {
    const call: SourceCall = { method: 'POST', path: kind.path, body: bodies, ...rest };
    return [{ ids: entities.map(({ id }) => id), call }];
  }
  return entities.map(({ id }, index) => ({
    ids: [id],
    call: { ...single(id), ...(kind.items === 'ids' ? {} : { body: bodies[index] }), ...rest },
  }));
};

const carry = async (
  distribution: Distribution,
  kind: BatchKind,
  { load, request }: { readonly load: Load; readonly request: ApiRequest },
): Promise<readonly BatchPart[]> => {
  const { registration, operation, entities } = load;
  if (operation === undefined) {
    const ids = entities.map(({ id }) => id);
    return [{ ids, outcome: unsupportedOutcome(registration, [kind.operations[0]], request) }];
  }
  const calls = await callsFor(distribution, kind, { load, request });
  return Promise.all(
    calls.map(async ({ ids, call }) => ({
      ids,
      outcome: outcomeOfReply(
        registration,
        await distribution.caller.call(registration, call, request),
        request,
      ),
    })),
  );
};

/** The part of an entity that stays here; undefined when sources have all of it. */
const localPart = ({ item, plan }: Planned): unknown => {
  if (plan === undefined || plan.local === 'all' || !isValid(item)) return item.raw;
  return plan.local === 'none' ? undefined : partOf(item.raw, plan.local, item.valid.context);
};

const doHere = async (
  { handleHere, request }: Distributed,
  planned: readonly Planned[],
): Promise<readonly BatchPart[]> => {
  const bodies = planned.map(localPart).filter((body) => body !== undefined);
  if (bodies.length === 0) return [];
  const ids = planned
    .filter((one) => localPart(one) !== undefined)
    .flatMap(({ item }) => item.valid?.subject.id ?? []);
  const outcome = await outcomeHere(request, () => handleHere(withBody(request, bodies)));
  return [{ ids, outcome }];
};

/** What has come back stays here, but for what is held by sources that send it back (§6.3.18). */
const withoutLoops = (planned: readonly Planned[], request: ApiRequest) => {
  const looping = planned.filter(({ plan }) => plan?.isProxied === true);
  const ids = looping.flatMap(({ item }) => item.valid?.subject.id ?? []);
  const error = new DomainError(
    distributionProblems.loop,
    'The source that holds the data sends it back here.',
  );
  const problem = problemOfError(error, request);
  const parts: readonly BatchPart[] =
    ids.length === 0 ? [] : [{ ids, outcome: { problem, status: problem.status, body: undefined } }];
  return {
    planned: planned.filter((one) => !looping.includes(one)).map(({ item }): Planned => ({ item })),
    parts,
  };
};

/** Batch operations here and at the sources that hold parts of their entities (§5.6.7–§5.6.10, §5.6.20). */
export const distributedBatch =
  (kind: BatchKind): Distribute =>
  async (distribution, distributed): Promise<Answer> => {
    const { request } = distributed;
    const items = await readBatch(distribution, kind, request);
    if (items === undefined) return distributed.handleHere(request);
    const all = planItems(distribution, distributed, { kind, items });
    if (all.every(({ plan }) => plan === undefined || plan.shares.length === 0))
      return distributed.handleHere(request);
    const { planned, parts } = distribution.caller.hasComeBack(request)
      ? withoutLoops(all, request)
      : { planned: all, parts: [] };
    const here = await doHere(distributed, planned);
    const there = await Promise.all(
      loadsOf(planned).map((load) =>
        carry(distribution, kind, { load, request }).catch((cause: unknown) => [
          {
            ids: load.entities.map(({ id }) => id),
            outcome: unaskedOutcome(load.registration, cause, request),
          },
        ]),
      ),
    );
    const proxied = all
      .filter(({ plan }) => plan?.isProxied === true)
      .flatMap(({ item }) => item.valid?.subject.id ?? []);
    const ids = items.flatMap(({ valid }) => valid?.subject.id ?? []);
    return combineBatch(kind, { ids, proxied: new Set(proxied) }, [...here, ...parts, ...there.flat()]);
  };
