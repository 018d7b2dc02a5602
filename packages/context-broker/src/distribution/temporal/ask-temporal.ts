import type { ApiRequest } from '@allmende/http';
import { isJsonObject } from '@allmende/kernel';
import type { TemporalEntity, TemporalQuery } from '../../temporal/temporal-store.ts';
import { contextOfAnswer } from '../ask-source.ts';
import type { SourceReply } from '../context-source-client.ts';
import type { Distribution } from '../distribution.ts';
import type { Found } from '../gather.ts';
import { withinShare } from '../plan-read.ts';
import type { ReadPage } from '../read-call.ts';
import { warningOf } from '../warnings.ts';
import { completeUntil } from './merge-evolutions.ts';
import { readRemoteEvolution } from './read-remote-evolution.ts';
import { temporalCall, type TemporalOrder } from './temporal-call.ts';

/** Evolutions that a source tells; when its answer was cut, until when it is complete. */
export interface FoundEvolutions extends Found<TemporalEntity> {
  readonly cutAt?: number;
}

const nothing: FoundEvolutions = { entities: [], isComplete: true };

const PARTIAL_CONTENT = 206;

const readEvolutions = async (
  distribution: Distribution,
  { body, link, status }: Extract<SourceReply, { readonly kind: 'answer' }>,
  { share, wording }: TemporalOrder,
): Promise<readonly TemporalEntity[]> => {
  const items: readonly unknown[] = Array.isArray(body) ? body : [body];
  const now = new Date(distribution.parts.clock.now()).toISOString();
  const evolutions: TemporalEntity[] = [];
  for (const item of items) {
    if (!isJsonObject(item)) throw new TypeError('its answer holds something that is no entity');
    const context = await contextOfAnswer(distribution, item, { link, asked: wording.context });
    const evolution = readRemoteEvolution(item, context, { now, isCut: status === PARTIAL_CONTENT });
    const told = withinShare(evolution, share);
    if (told !== undefined) evolutions.push(told);
  }
  return evolutions;
};

/** Asks a source for evolutions once; whatever is wrong with it or its answer becomes a warning (§6.3.17). */
export const askTemporal = async (
  distribution: Distribution,
  order: TemporalOrder,
  asked: { readonly request: ApiRequest; readonly page: ReadPage; readonly query: TemporalQuery },
): Promise<FoundEvolutions> => {
  const { registration } = order.share;
  const { request, page, query } = asked;
  const reply = await distribution.caller.call(registration, temporalCall(order, page), request);
  const warning = warningOf(registration, reply);
  if (warning !== undefined) return { ...nothing, warning };
  if (reply.kind === 'failure' || reply.status === 404) return nothing;
  try {
    const entities = await readEvolutions(distribution, reply, order);
    const cutAt = reply.status === PARTIAL_CONTENT ? completeUntil(entities, query) : undefined;
    return {
      entities,
      isComplete: !Array.isArray(reply.body) || reply.body.length < page.limit,
      ...(reply.count === undefined ? {} : { count: reply.count }),
      ...(cutAt === undefined ? {} : { cutAt }),
    };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'unreadable';
    return { ...nothing, warning: { code: 111, registration, detail: `its answer is not valid: ${why}` } };
  }
};
