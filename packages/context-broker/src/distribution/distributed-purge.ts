import type { Answer, ApiRequest } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import { DomainError } from '@allmende/kernel';
import { readContext } from '../entities/request-context.ts';
import {
  listOf,
  parametersOf,
  parseSelection,
  type Parameters,
} from '../query-language/entity-parameters.ts';
import { fitsInformation } from '../registrations/matches-registration.ts';
import { attributeNamesOf, type Registration } from '../registrations/registration.ts';
import type { Distribute, Distribution } from './distribution.ts';
import {
  jsonAnswer,
  outcomeOfReply,
  problemOfError,
  unaskedOutcome,
  unsupportedOutcome,
  type PartOutcome,
} from './part-outcome.ts';
import { isUsable, operationsOf, planRead, type Share, type Subject } from './plan-read.ts';
import { distributionProblems } from './problems.ts';
import { filtersFor, selectionOf, type ReadOrder } from './read-call.ts';
import { termsOf } from './source-terms.ts';
import { wordingOfParameters } from './wording.ts';

const OPERATION = 'purgeEntity';
const filterNames = ['q', 'scopeQ', 'georel', 'geometry', 'coordinates', 'geoproperty'] as const;

interface Purge {
  readonly request: ApiRequest;
  readonly given: Parameters;
  readonly context: CompiledContext;
  readonly subject: Subject;
}

/** One share for each EntityInfo, as several patterns cannot be asked for at once. */
const bySelector = (share: Share): readonly Share[] =>
  share.entities === undefined ? [share] : share.entities.map((info) => ({ ...share, entities: [info] }));

/** The attributes that a source is registered with; undefined when with whole entities. */
const registeredNames = ({ registration }: Share): readonly string[] | undefined => {
  const names = registration.information.map(attributeNamesOf);
  return names.includes(undefined) ? undefined : names.flatMap((some) => some ?? []);
};

/** What goes at a source: never more than it is registered with (§4.3.6.1). Undefined when nothing does. */
const droppedBy = ({ given, context }: Purge, share: Share): Parameters | undefined => {
  const offered = registeredNames(share);
  const { keep, drop } = given;
  if (offered === undefined) return { keep, drop };
  const named = (text: string): readonly string[] =>
    (listOf({ text }, 'text') ?? []).map((name) => context.expand(name));
  const gone =
    drop !== undefined
      ? offered.filter((name) => named(drop).includes(name))
      : offered.filter((name) => keep === undefined || !named(keep).includes(name));
  return gone.length === 0 ? undefined : { drop: gone.join(',') };
};

/** Whether the source can be told exactly which entities are meant. */
const isExact = (order: ReadOrder, { subject }: Purge): boolean => {
  const [info] = order.share.entities ?? [];
  const isPatternLost =
    subject.idPattern !== undefined && info?.idPattern !== undefined && info.idPattern !== subject.idPattern;
  return !isPatternLost && Object.keys(filtersFor(order)).length === Object.keys(order.filters).length;
};

const purgeThere = async (
  { parts, caller }: Distribution,
  purge: Purge,
  share: Share,
): Promise<PartOutcome | undefined> => {
  const { request, given, context, subject } = purge;
  const { registration } = share;
  const dropped = droppedBy(purge, share);
  if (dropped === undefined) return undefined;
  const terms = termsOf(registration, request.headers);
  const wording = await wordingOfParameters(terms, context, parts.contexts);
  const filters = Object.fromEntries(
    filterNames.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]] as const])),
  );
  const order: ReadOrder = { share, subject, filters, terms, wording };
  if (!isExact(order, purge)) {
    const detail = `Registration ${registration.id}: it cannot be told to the source what to purge there.`;
    const problem = problemOfError(new DomainError(distributionProblems.unsupported, detail), request);
    return { registration, problem, status: problem.status, body: undefined };
  }
  const renamed = Object.entries(dropped).flatMap(([name, text]) =>
    text === undefined
      ? []
      : [
          [
            name,
            text
              .split(',')
              .map((one) => wording.context.compact(context.expand(one)))
              .join(','),
          ] as const,
        ],
  );
  const parameters = { ...selectionOf(order), ...Object.fromEntries(renamed) };
  const call = { method: 'DELETE', path: '/entities', parameters, terms, wording } as const;
  return outcomeOfReply(registration, await caller.call(registration, call, request), request);
};

/** Sources that hold data alone, but cannot be told to purge it. */
const unable = (
  registrations: readonly Registration[],
  { subject, request }: Purge,
  nowMs: number,
): readonly Registration[] =>
  registrations.filter(
    (registration) =>
      (registration.mode === 'exclusive' || registration.mode === 'redirect') &&
      !operationsOf(registration).has(OPERATION) &&
      isUsable(registration, { nowMs, via: request.headers.via }) &&
      registration.information.some((info) => fitsInformation(info, subject)),
  );

const readPurge = async ({ parts }: Distribution, request: ApiRequest): Promise<Purge> => {
  const given = parametersOf(request.query);
  const context = await readContext(request, parts.contexts);
  return { request, given, context, subject: parseSelection(given, context) };
};

/** Purge Entities (§5.6.21) here and at the sources that hold some. */
export const distributedPurge: Distribute = async (distribution, { request, registrations, handleHere }) => {
  const nowMs = distribution.parts.clock.now();
  const purge = await readPurge(distribution, request);
  const shares = distribution.caller.hasComeBack(request)
    ? []
    : planRead(registrations, purge.subject, { nowMs, operations: [OPERATION], via: request.headers.via });
  const answer: Answer = await handleHere(request);
  const there = await Promise.all(
    shares
      .flatMap(bySelector)
      .map((share) =>
        purgeThere(distribution, purge, share).catch((cause: unknown) =>
          unaskedOutcome(share.registration, cause, request),
        ),
      ),
  );
  const refused = unable(registrations, purge, nowMs).map((registration) =>
    unsupportedOutcome(registration, [OPERATION], request),
  );
  const failed = [...there, ...refused].filter((part) => part?.problem !== undefined);
  if (failed.length === 0) return answer;
  const errors = failed.map((part) => ({
    registrationId: part?.registration?.id,
    error: part?.problem?.details,
  }));
  return jsonAnswer(207, { success: [], errors });
};
