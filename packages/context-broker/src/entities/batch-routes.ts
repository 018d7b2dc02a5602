import type { Answer, ApiRequest, Route } from '@allmende/http';
import { statusOf } from '@allmende/http';
import { DomainError, isJsonObject } from '@allmende/kernel';
import type { BrokerParts } from '../broker.ts';
import { ngsiLdErrors, ngsiLdProblem } from '../ngsi-ld-errors.ts';
import { badRequestData } from '../problems.ts';
import { invalidOption } from '../query-language/problems.ts';
import { parseEntity, parseFragment } from './entity-parser.ts';
import type { StartParsing } from './entity-routes.ts';
import type { Transition } from './entity-store.ts';
import { contextOf, readJson, tenantOf } from './request-context.ts';
import { appending, creation, deletion, merging, replacement, type AttributeChange } from './transitions.ts';
import { isUri } from './value-parser.ts';

const BATCH_LIMIT = 10_000;

/** One entity of a batch, ready to be applied, or why it can't be. */
type Step =
  | { readonly entityId: string; readonly transition: Transition; readonly change?: AttributeChange }
  | { readonly entityId: string; readonly failure: Error };

interface Batch {
  readonly parts: BrokerParts;
  readonly startParsing: StartParsing;
}

type MakeStep = (body: unknown, parsing: ReturnType<StartParsing>) => Exclude<Step, { failure: Error }>;

const idOf = (item: unknown): string => {
  const id = isJsonObject(item) ? (item['id'] ?? item['@id']) : item;
  return typeof id === 'string' ? id : '';
};

const readBatch = async (request: ApiRequest): Promise<readonly unknown[]> => {
  const body = await readJson(request);
  if (!Array.isArray(body)) throw badRequestData('The body is not a JSON array.');
  if (body.length === 0) throw badRequestData('The array is empty (§5.6.7.4).');
  const missing = body.indexOf(null);
  if (missing >= 0)
    throw badRequestData('The array holds a null (§5.6.7.4).', [
      { pointer: `/${missing}`, detail: 'must not be null' },
    ]);
  if (body.length > BATCH_LIMIT) throw badRequestData(`A batch holds at most ${BATCH_LIMIT} entities.`);
  return body;
};

const asError = (cause: unknown): Error => (cause instanceof Error ? cause : new Error(String(cause)));

const makeSteps = async (
  { parts, startParsing }: Batch,
  request: ApiRequest,
  make: { readonly step: MakeStep; readonly isMerge: boolean },
): Promise<readonly Step[]> => {
  const items = await readBatch(request);
  // What is wrong with the headers is wrong with the whole request, not with each entity.
  await contextOf(request, undefined, parts.contexts);
  const steps: Step[] = [];
  for (const item of items) {
    try {
      const context = await contextOf(request, item, parts.contexts);
      steps.push(
        make.step(item, startParsing(context, { nullDeletes: make.isMerge, isMerge: make.isMerge })),
      );
    } catch (failure) {
      steps.push({ entityId: idOf(item), failure: asError(failure) });
    }
  }
  return steps;
};

const problemOf = (failure: Error, requestId: string): unknown => {
  if (!(failure instanceof DomainError)) throw failure;
  return ngsiLdProblem(failure, statusOf(failure.problem.category), requestId);
};

/** What became of each entity, in the order of the request. */
interface Outcome {
  readonly entityId: string;
  readonly failure?: Error;
  /** Whether the entity did not exist before. */
  readonly isNew: boolean;
}

const notUpdatedError = ({ change }: { readonly change?: AttributeChange }): Error | undefined => {
  if (change === undefined || change.notUpdated.length === 0) return undefined;
  const names = change.notUpdated.map(({ attribute, reason }) => `${attribute} ${reason}`);
  return badRequestData(`Not all attributes were updated: ${names.join('; ')}.`);
};

const runSteps = async (
  parts: BrokerParts,
  tenant: string,
  steps: readonly Step[],
): Promise<readonly Outcome[]> => {
  const ready = steps.filter((step) => 'transition' in step);
  const results = await parts.entities.applyAll(tenant, ready);
  let next = 0;
  return steps.map((step): Outcome => {
    const { entityId } = step;
    if ('failure' in step) return { entityId, failure: step.failure, isNew: false };
    const result = results[next++];
    if (result instanceof Error) return { entityId, failure: result, isNew: false };
    const failure = notUpdatedError(step);
    const isNew = result !== undefined && result.before === undefined;
    return { entityId, isNew, ...(failure === undefined ? {} : { failure }) };
  });
};

const json = (status: number, content: unknown): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(content),
});

/** 207 with a BatchOperationResult (§5.2.16) unless all went well. */
const answerOutcomes = (outcomes: readonly Outcome[], request: ApiRequest, whenAllWell: Answer): Answer => {
  const failed = outcomes.filter(({ failure }) => failure !== undefined);
  if (failed.length === 0) return whenAllWell;
  return json(207, {
    success: outcomes.filter(({ failure }) => failure === undefined).map(({ entityId }) => entityId),
    errors: failed.map(({ entityId, failure }) => ({
      ...(entityId === '' ? {} : { entityId }),
      error: problemOf(failure ?? new Error('unreachable'), request.id),
    })),
  });
};

const noContent: Answer = { status: 204 };
const createdIds = (outcomes: readonly Outcome[]): readonly string[] =>
  outcomes.flatMap(({ entityId, isNew }) => (isNew ? [entityId] : []));

const createStep: MakeStep = (body, parsing) => {
  const entity = parseEntity(body, parsing);
  return { entityId: entity.id, transition: creation(entity) };
};

const changeStep =
  (make: (change: AttributeChange) => Transition): MakeStep =>
  (body, parsing) => {
    const fragment = parseFragment(body, parsing);
    if (fragment.id === undefined) {
      throw badRequestData('/id is missing.', [{ pointer: '/id', detail: 'is missing' }]);
    }
    const change: AttributeChange = {
      entityId: fragment.id,
      fragment,
      now: parsing.now,
      updated: [],
      notUpdated: [],
    };
    return { entityId: fragment.id, transition: make(change), change };
  };

/** Upsert: what exists is replaced or updated, what does not is created (§5.6.8). */
const upsertStep =
  (mode: 'replace' | 'update'): MakeStep =>
  (body, parsing) => {
    const entity = parseEntity(body, parsing);
    const change: AttributeChange = {
      entityId: entity.id,
      fragment: entity,
      now: parsing.now,
      updated: [],
      notUpdated: [],
    };
    const existing =
      mode === 'replace'
        ? replacement(entity.id, entity, parsing.now)
        : appending(change, { overwrites: true });
    return {
      entityId: entity.id,
      transition: (before) => (before === undefined ? creation(entity)(before) : existing(before)),
    };
  };

const optionOf = (request: ApiRequest, known: readonly string[]): string => {
  const option = request.query.get('options') ?? known[0] ?? '';
  if (!known.includes(option)) throw invalidOption('options', option);
  return option;
};

type BatchHandler = (request: ApiRequest) => Promise<Answer>;

const runBatch = async (
  batch: Batch,
  request: ApiRequest,
  make: { readonly step: MakeStep; readonly isMerge: boolean },
): Promise<readonly Outcome[]> =>
  runSteps(batch.parts, tenantOf(request), await makeSteps(batch, request, make));

const createBatch =
  (batch: Batch): BatchHandler =>
  async (request) => {
    const outcomes = await runBatch(batch, request, { step: createStep, isMerge: false });
    return answerOutcomes(outcomes, request, json(201, createdIds(outcomes)));
  };

const upsertBatch =
  (batch: Batch): BatchHandler =>
  async (request) => {
    const mode = optionOf(request, ['replace', 'update']) === 'update' ? 'update' : 'replace';
    const outcomes = await runBatch(batch, request, { step: upsertStep(mode), isMerge: false });
    const created = createdIds(outcomes);
    return answerOutcomes(outcomes, request, created.length === 0 ? noContent : json(201, created));
  };

const updateBatch =
  (batch: Batch): BatchHandler =>
  async (request) => {
    const overwrites = optionOf(request, ['', 'noOverwrite']) === '';
    const step = changeStep((change) => appending(change, { overwrites }));
    return answerOutcomes(await runBatch(batch, request, { step, isMerge: false }), request, noContent);
  };

const mergeBatch =
  (batch: Batch): BatchHandler =>
  async (request) =>
    answerOutcomes(
      await runBatch(batch, request, { step: changeStep(merging), isMerge: true }),
      request,
      noContent,
    );

const deleteBatch =
  ({ parts }: Batch): BatchHandler =>
  async (request) => {
    const steps = (await readBatch(request)).map((item): Step => {
      const entityId = idOf(item);
      return isUri(entityId)
        ? { entityId, transition: deletion(entityId) }
        : { entityId, failure: badRequestData(`"${entityId}" is not a URI.`) };
    });
    return answerOutcomes(await runSteps(parts, tenantOf(request), steps), request, noContent);
  };

/** Batch operations (CIM 009 §6.14–§6.17, §6.31). */
export const batchRoutes = (parts: BrokerParts, startParsing: StartParsing): Route[] => {
  const batch: Batch = { parts, startParsing };
  const row = (clause: string, name: string, query: readonly string[], handle: BatchHandler): Route => ({
    clause,
    method: 'POST',
    path: `/ngsi-ld/v1/entityOperations/${name}`,
    query: [...query, 'local'],
    errors: ngsiLdErrors,
    handle,
  });
  return [
    row('6.14.3.1', 'create', [], createBatch(batch)),
    row('6.15.3.1', 'upsert', ['options'], upsertBatch(batch)),
    row('6.16.3.1', 'update', ['options'], updateBatch(batch)),
    row('6.17.3.1', 'delete', [], deleteBatch(batch)),
    row('6.31.3.1', 'merge', [], mergeBatch(batch)),
  ];
};
