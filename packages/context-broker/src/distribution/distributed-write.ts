import type { Answer } from '@allmende/http';
import { DomainError } from '@allmende/kernel';
import { idSegment } from '../entities/answer.ts';
import { combineWrite } from './combine-write.ts';
import { withBody } from './request-with-body.ts';
import type { Distribute, Distributed, Distribution } from './distribution.ts';
import {
  outcomeHere,
  outcomeOfReply,
  unaskedOutcome,
  unsupportedOutcome,
  type PartOutcome,
} from './part-outcome.ts';
import { planWrite, type WriteShare } from './plan-write.ts';
import { distributionProblems } from './problems.ts';
import { partOf, readWrite, withoutContext, type Write } from './read-write.ts';
import { recompactAttribute, recompactEntity } from './recompact.ts';
import type { SourceCall } from './source-caller.ts';
import { termsOf } from './source-terms.ts';
import { wordingOfBody, wordingOfParameters, type Wording } from './wording.ts';
import type { WriteKind } from './write-kinds.ts';

const pathOf = ({ kind, request, context, subject }: Write, wording: Wording): string => {
  const { id, attribute, instance } = request.params;
  const entities = kind.isTemporal === true ? '/temporal/entities' : '/entities';
  if (id === undefined) return entities;
  const entity = `${entities}/${idSegment(subject.id)}`;
  if (attribute === undefined) return request.path.includes('/attrs') ? `${entity}/attrs` : entity;
  const name = wording.isThatOfRequest ? attribute : wording.context.compact(context.expand(attribute));
  const path = `${entity}/attrs/${encodeURIComponent(name)}`;
  return instance === undefined ? path : `${path}/${idSegment(instance)}`;
};

const parametersOf = ({ request, context }: Write, wording: Wording): Readonly<Record<string, string>> => {
  const { local: _local, type, ...given } = Object.fromEntries(request.query);
  if (type === undefined) return given;
  const renamed = type.replace(/[^,;|()*]+/gu, (name) => wording.context.compact(context.expand(name)));
  return { ...given, type: wording.isThatOfRequest ? type : renamed };
};

const bodyFor = (write: Write, share: WriteShare, wording: Wording): unknown => {
  const { kind, body, context } = write;
  if (kind.body === 'none') return undefined;
  const part = withoutContext(kind.body === 'attribute' ? body : partOf(body, share.attributes, context));
  if (wording.isThatOfRequest) return part;
  return kind.body === 'attribute'
    ? recompactAttribute(part, context, wording.context)
    : recompactEntity(part, context, wording.context);
};

/** The part of a source as a call; its terms decide on names and media type. */
const writeCall = async ({ parts }: Distribution, write: Write, share: WriteShare): Promise<SourceCall> => {
  const { request, context, kind } = write;
  const terms = termsOf(share.registration, request.headers);
  const wording = await (kind.body === 'none' ? wordingOfParameters : wordingOfBody)(
    terms,
    context,
    parts.contexts,
  );
  return {
    method: request.method,
    path: pathOf(write, wording),
    parameters: parametersOf(write, wording),
    body: bodyFor(write, share, wording),
    terms,
    wording,
  };
};

const forward = async (distribution: Distribution, write: Write, share: WriteShare): Promise<PartOutcome> => {
  const { registration, operation } = share;
  const { request, kind } = write;
  if (operation === undefined) return unsupportedOutcome(registration, [kind.operation], request);
  const call = await writeCall(distribution, write, share);
  return outcomeOfReply(registration, await distribution.caller.call(registration, call, request), request);
};

const doHere = (
  { handleHere }: Distributed,
  { request, body, context }: Write,
  local: 'all' | readonly string[],
) =>
  outcomeHere(request, () =>
    handleHere(local === 'all' ? request : withBody(request, partOf(body, local, context))),
  );

/** Writes to one entity here and at the sources that hold parts of it (§5.6.1–§5.6.6, §5.6.17–§5.6.19). */
export const distributedWrite =
  (kind: WriteKind): Distribute =>
  async (distribution, distributed): Promise<Answer> => {
    const { request, registrations } = distributed;
    const { parts, caller } = distribution;
    const write = await readWrite(distribution, request, kind);
    const plan = planWrite(registrations, write.subject, {
      nowMs: parts.clock.now(),
      operations: [kind.operation],
      via: request.headers.via,
      isTemporal: kind.isTemporal === true,
    });
    if (plan.shares.length === 0) return distributed.handleHere(request);
    if (caller.hasComeBack(request)) {
      if (!plan.isProxied) return distributed.handleHere(request);
      throw new DomainError(distributionProblems.loop, 'The source that holds the data sends it back here.');
    }
    const here = plan.local === 'none' ? undefined : await doHere(distributed, write, plan.local);
    const there = await Promise.all(
      plan.shares.map((share) =>
        forward(distribution, write, share).catch((cause: unknown) =>
          unaskedOutcome(share.registration, cause, request),
        ),
      ),
    );
    return combineWrite(write, plan, { here, there });
  };
