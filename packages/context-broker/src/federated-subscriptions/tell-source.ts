import type { Distribution } from '../distribution/distribution.ts';
import { internalRequest } from '../distribution/internal-request.ts';
import type { SourceReply } from '../distribution/context-source-client.ts';
import type { SourceCall } from '../distribution/source-caller.ts';
import { termsOf } from '../distribution/source-terms.ts';
import { idSegment } from '../entities/answer.ts';
import { nextAttemptAt, type RemoteSubscription } from './remote-subscription.ts';

/** How often a source is asked to forget a subscription before it is left to itself. */
const maxDeletions = 10;

const NGSI_LD_NULL = 'urn:ngsi-ld:null';

/** What changes between what the source was told and what it is to know; null removes (§5.5.8). */
const changesOf = ({ document, told = {} }: RemoteSubscription): Readonly<Record<string, unknown>> => ({
  type: 'Subscription',
  ...Object.fromEntries(
    Object.entries(document).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(told[name])),
  ),
  ...Object.fromEntries(
    Object.keys(told)
      .filter((name) => !(name in document))
      .map((name) => [name, NGSI_LD_NULL]),
  ),
});

const callOf = (remote: RemoteSubscription): Pick<SourceCall, 'method' | 'path' | 'body'> => {
  const { remoteId, document, state } = remote;
  const path = `/subscriptions/${idSegment(remoteId)}`;
  if (state === 'delete') return { method: 'DELETE', path };
  return state === 'update'
    ? { method: 'PATCH', path, body: changesOf(remote) }
    : { method: 'POST', path: '/subscriptions', body: { id: remoteId, ...document } };
};

/** Tells the source what it does not know yet. */
export const tellSource = async (
  distribution: Distribution,
  remote: RemoteSubscription,
): Promise<SourceReply> => {
  const { registration, contextAddress, via } = remote;
  const wording = {
    context: await distribution.core(),
    isThatOfRequest: true,
    ...(contextAddress === undefined ? {} : { address: contextAddress }),
  };
  const request = internalRequest(remote.tenant, via === undefined ? {} : { via });
  const call = { ...callOf(remote), terms: termsOf(registration, request.headers), wording };
  return distribution.caller.call(registration, call, request);
};

/** Whether it makes sense to ask again later. */
const isPassing = (reply: SourceReply): boolean => {
  if (reply.kind === 'failure') return true;
  const { status } = reply;
  return (status >= 500 && status !== 501 && status !== 508) || status === 408 || status === 429;
};

const isDone = (reply: SourceReply, state: RemoteSubscription['state']): boolean => {
  if (reply.kind === 'failure') return false;
  const { status } = reply;
  if (status >= 200 && status < 300) return true;
  // An answer that was lost: the source knows already what it is told.
  return (state === 'create' && status === 409) || (state === 'delete' && (status === 404 || status === 410));
};

/** What is kept of a remote subscription after its source was told; undefined when nothing is left of it. */
export const afterReply = (
  remote: RemoteSubscription,
  reply: SourceReply,
  nowMs: number,
): RemoteSubscription | undefined => {
  const { state, document, attempts } = remote;
  if (isDone(reply, state))
    return state === 'delete' ? undefined : { ...remote, state: 'kept', told: document, attempts: 0 };
  if (isPassing(reply)) {
    if (state === 'delete' && attempts + 1 >= maxDeletions) return undefined;
    return { ...remote, attempts: attempts + 1, dueAt: nextAttemptAt(nowMs, attempts) };
  }
  if (state === 'delete') return undefined;
  const isLost = state === 'update' && reply.kind === 'answer' && reply.status === 404;
  return isLost ? { ...remote, state: 'create', dueAt: nowMs } : { ...remote, state: 'refused' };
};
