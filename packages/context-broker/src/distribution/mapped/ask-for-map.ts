import type { ApiRequest } from '@allmende/http';
import { isJsonObject } from '@allmende/kernel';
import { isUri } from '../../entities/value-parser.ts';
import type { Distribution } from '../distribution.ts';
import { operationsOf, type Share } from '../plan-read.ts';
import { selectionOf, type ReadOrder } from '../read-call.ts';
import { warningOf } from '../warnings.ts';
import type { FoundIds } from './map-content.ts';

/** What a source is asked to make a map of. */
interface MapOrder {
  readonly request: ApiRequest;
  readonly path: '/entityMaps' | '/temporal/entityMaps';
  /** Parameters beside those that select entities. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly lifetime: string | undefined;
}

/** Whether the source of a share makes maps; one that has several shares would have several of them. */
export const makesMaps = (share: Share, shares: readonly Share[], operation: string): boolean =>
  operationsOf(share.registration).has(operation) &&
  shares.filter(({ registration }) => registration === share.registration).length === 1;

/**
 * Asks a source for a map of its own; undefined when it declines, as it need not support maps (§5.5.14), so that it can
 * be asked for the entities instead.
 */
export const askForMap = async (
  distribution: Distribution,
  order: ReadOrder,
  { request, path, lifetime, parameters }: MapOrder,
): Promise<FoundIds | undefined> => {
  const { registration } = order.share;
  const { terms, wording } = order;
  const lasting = lifetime === undefined ? {} : { entityMapLifetime: lifetime };
  const all = { ...selectionOf(order), ...parameters, ...lasting };
  const reply = await distribution.caller.call(
    registration,
    { method: 'GET', path, parameters: all, terms, wording },
    request,
  );
  if (reply.kind === 'failure') {
    const warning = warningOf(registration, reply);
    return { ids: [], ...(warning === undefined ? {} : { warning }) };
  }
  const { status, body } = reply;
  if (status < 200 || status >= 300 || !isJsonObject(body)) return undefined;
  const { id, entityMap } = body;
  if (!isUri(id) || !isJsonObject(entityMap)) return undefined;
  return { ids: Object.keys(entityMap).filter(isUri), mapId: id };
};
