import { isJsonObject } from '@allmende/kernel';
import type { ApiRequest } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import type { Entity } from '../entities/entity.ts';
import { linkedContext } from '../entities/request-context.ts';
import { matchesNode } from '../query-language/matches.ts';
import type { QueryNode } from '../query-language/query.ts';
import type { SourceReply } from './context-source-client.ts';
import type { Distribution } from './distribution.ts';
import type { Found } from './gather.ts';
import { withinShare } from './plan-read.ts';
import { filtersFor, readCall, type ReadOrder, type ReadPage } from './read-call.ts';
import { readRemoteEntity } from './read-remote-entity.ts';
import { warningOf } from './warnings.ts';

type Json = Readonly<Record<string, unknown>>;

const nothing: Found<Entity> = { entities: [], isComplete: true };

type Answered = Extract<SourceReply, { readonly kind: 'answer' }>;

/** The context of an answer: its own, that of its Link header, or the one that was asked with. */
export const contextOfAnswer = async (
  { parts }: Distribution,
  item: Json,
  { link, asked }: { readonly link: string | undefined; readonly asked: CompiledContext },
): Promise<CompiledContext> => {
  const own = item['@context'] ?? linkedContext(link);
  return own === undefined ? asked : parts.contexts.compile(own);
};

const readEntities = async (
  distribution: Distribution,
  { body, link }: Answered,
  { share, wording }: ReadOrder,
): Promise<readonly Entity[]> => {
  // Some sources answer a query that finds one entity with that entity.
  const items: readonly unknown[] = Array.isArray(body) ? body : [body];
  const now = new Date(distribution.parts.clock.now()).toISOString();
  const entities: Entity[] = [];
  for (const item of items) {
    if (!isJsonObject(item)) throw new TypeError('its answer holds something that is no entity');
    const context = await contextOfAnswer(distribution, item, { link, asked: wording.context });
    const entity = withinShare(readRemoteEntity(item, context, now), share);
    if (entity !== undefined) entities.push(entity);
  }
  return entities;
};

const invalid = ({ share }: ReadOrder, cause: unknown): Found<Entity> => {
  const why = cause instanceof Error ? cause.message : 'unreadable';
  const detail = `its answer is not valid: ${why}`;
  return { ...nothing, warning: { code: 111, registration: share.registration, detail } };
};

/** Asks a source once; whatever is wrong with it or its answer becomes a warning (§6.3.17). */
export const askOnce = async (
  distribution: Distribution,
  order: ReadOrder,
  { request, page, q }: { readonly request: ApiRequest; readonly page: ReadPage; readonly q?: QueryNode },
): Promise<Found<Entity>> => {
  const { registration } = order.share;
  const reply = await distribution.caller.call(registration, readCall(order, page), request);
  const warning = warningOf(registration, reply);
  if (warning !== undefined && warning.code !== 110) return { ...nothing, warning };
  if (reply.kind === 'failure' || reply.status === 404) return nothing;
  try {
    const read = await readEntities(distribution, reply, order);
    const isFiltered = q === undefined || filtersFor(order)['q'] !== undefined;
    return {
      entities: isFiltered ? read : read.filter((entity) => matchesNode(entity, q)),
      isComplete: !Array.isArray(reply.body) || reply.body.length < page.limit,
      ...(reply.count === undefined ? {} : { count: reply.count }),
      ...(warning === undefined ? {} : { warning }),
    };
  } catch (cause) {
    return invalid(order, cause);
  }
};
