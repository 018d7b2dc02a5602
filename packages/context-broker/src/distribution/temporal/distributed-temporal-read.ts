import type { ApiRequest } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import { readBodyWithContext, readContext } from '../../entities/request-context.ts';
import { listOf, parametersOf, parseFlag, type Parameters } from '../../query-language/entity-parameters.ts';
import { parseQuery } from '../../query-language/parser.ts';
import { parametersOfBody } from '../../query-language/query-body.ts';
import { answerError } from '../answer-error.ts';
import type { Distribute, Distributed, Distribution } from '../distribution.ts';
import { planRead } from '../plan-read.ts';
import { withWarnings } from '../warnings.ts';
import { createSourcedTemporalStore, type TemporalRead } from './sourced-temporal-store.ts';

const parametersFor = async (
  { parts }: Distribution,
  request: ApiRequest,
): Promise<{ readonly given: Parameters; readonly context: CompiledContext }> => {
  const address = parametersOf(request.query);
  if (request.method !== 'POST')
    return { given: address, context: await readContext(request, parts.contexts) };
  const { body, context } = await readBodyWithContext(request, parts.contexts);
  return { given: parametersOfBody(body, address, { isTemporal: true }), context };
};

const planning = (
  { parts }: Distribution,
  { request, registrations }: Pick<Distributed, 'request' | 'registrations'>,
  { given, context }: Pick<TemporalRead, 'given' | 'context'>,
): TemporalRead['plan'] => {
  const { csf } = given;
  const filter = csf === undefined ? {} : { csf: parseQuery(csf, context) };
  return (subject, temporal, operations) =>
    planRead(registrations, subject, {
      nowMs: parts.clock.now(),
      operations,
      via: request.headers.via,
      datasetIds: listOf(given, 'datasetId'),
      temporal,
      ...filter,
    });
};

/** What a request asks of the past, and whom. */
export const readPast = async (
  distribution: Distribution,
  distributed: Pick<Distributed, 'request' | 'registrations'>,
): Promise<TemporalRead> => {
  const { request } = distributed;
  const { given, context } = await parametersFor(distribution, request);
  return {
    request,
    given,
    context,
    plan: planning(distribution, distributed, { given, context }),
    isSplit: parseFlag(given, 'splitEntities'),
  };
};

/** Retrieves and queries evolutions here and at all sources that may have some (§5.7.3, §5.7.4). */
export const distributedTemporalRead =
  (clause: string): Distribute =>
  async (distribution, distributed) => {
    const { store, handlerOver } = distribution.temporal;
    const { request } = distributed;
    if (distribution.caller.hasComeBack(request)) return distributed.handleHere(request);
    const read = await readPast(distribution, distributed);
    const sourced = createSourcedTemporalStore(distribution, store, read);
    const answer = await answerError(request, () => handlerOver(sourced.store, clause)(request));
    return withWarnings(answer, sourced.warnings());
  };
