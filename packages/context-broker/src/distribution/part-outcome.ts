import { statusOf, type Answer, type ApiRequest } from '@allmende/http';
import { DomainError, isJsonObject } from '@allmende/kernel';
import { ngsiLdErrors, ngsiLdProblem } from '../ngsi-ld-errors.ts';
import type { Registration } from '../registrations/registration.ts';
import type { SourceReply } from './context-source-client.ts';
import { distributionProblems } from './problems.ts';

type Json = Readonly<Record<string, unknown>>;

/** Why a part of an operation failed: problem details (RFC 9457) and their status. */
export interface PartProblem {
  readonly status: number;
  readonly details: Json;
  /** The refusal of this broker, where it is one. */
  readonly error?: DomainError;
}

/** What became of the part of an operation that one place did. */
export interface PartOutcome {
  /** Undefined for what was done here. */
  readonly registration?: Registration;
  readonly problem?: PartProblem;
  /** What the place answered; a 207 tells what of the part was done. */
  readonly status: number;
  readonly body: unknown;
}

/** A refusal as problem details. */
export const problemOfError = (error: DomainError, request: ApiRequest): PartProblem => {
  const status = statusOf(error.problem.category);
  return { status, details: ngsiLdProblem(error, status, request.id), error };
};

/** What a source says of its error, in the members of problem details. */
const saidBy = (body: unknown): Json => {
  if (!isJsonObject(body)) return {};
  const { type, title, detail } = body;
  const texts = Object.entries({ type, title, detail }).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(texts);
};

const byStatus: Readonly<Record<number, readonly [type: string, title: string]>> = {
  400: ['BadRequestData', 'The context source finds the request invalid.'],
  404: ['ResourceNotFound', 'The context source has no such entity or attribute.'],
  409: ['AlreadyExists', 'The context source has this already.'],
  422: ['OperationNotSupported', 'The context source does not offer this.'],
  508: ['LoopDetected', 'The request has come back to where it was.'],
};

const ERRORS = 'https://uri.etsi.org/ngsi-ld/errors/';

const problemOfStatus = (status: number, body: unknown): PartProblem => {
  const [type, title] = byStatus[status] ?? ['InternalError', 'The context source failed.'];
  const detail = `The context source answered ${String(status)}.`;
  return { status, details: { type: ERRORS + type, title, detail, ...saidBy(body), status } };
};

/** What became of the part of a source, by its reply. */
export const outcomeOfReply = (
  registration: Registration,
  reply: SourceReply,
  request: ApiRequest,
): PartOutcome => {
  if (reply.kind === 'failure') {
    const problem =
      reply.failure === 'timeout' ? distributionProblems.timeout : distributionProblems.badAnswer;
    const error = new DomainError(problem, `Registration ${registration.id}: ${reply.detail}.`);
    const failed = problemOfError(error, request);
    return { registration, problem: failed, status: failed.status, body: undefined };
  }
  const { status, body } = reply;
  if (status >= 200 && status < 300) return { registration, status, body };
  // What fails in a source is no failure of this broker (§6.3.17).
  const told = (status >= 400 && status < 500) || status === 508 ? status : 502;
  return { registration, problem: problemOfStatus(told, body), status: told, body };
};

/** The part of a source that holds the data alone, but offers no operation for it (§5.6). */
export const unsupportedOutcome = (
  registration: Registration,
  operations: readonly string[],
  request: ApiRequest,
): PartOutcome => {
  const detail = `Registration ${registration.id} holds the data, but does not offer ${operations.join(' or ')}.`;
  const problem = problemOfError(new DomainError(distributionProblems.unsupported, detail), request);
  return { registration, problem, status: problem.status, body: undefined };
};

/** The part of a source that cannot be asked, as what its registration wants of a request cannot be had. */
export const unaskedOutcome = (
  registration: Registration,
  cause: unknown,
  request: ApiRequest,
): PartOutcome => {
  if (!(cause instanceof DomainError)) throw cause;
  const detail = `cannot be asked: ${cause.message}`;
  return outcomeOfReply(registration, { kind: 'failure', failure: 'unreachable', detail }, request);
};

/** Failures of a part that leave the other parts as they are; any other refuses the whole operation. */
const isPartial = ({ problem }: DomainError): boolean =>
  problem.category === 'not-found' || problem.category === 'conflict';

/** What became of the part that is done here; rejects when the operation as such is invalid. */
export const outcomeHere = async (
  request: ApiRequest,
  work: () => Answer | Promise<Answer>,
): Promise<PartOutcome & { readonly answer?: Answer }> => {
  try {
    const answer = await work();
    const { status, body } = answer;
    return { status, body: typeof body === 'string' ? JSON.parse(body) : undefined, answer };
  } catch (cause) {
    if (!(cause instanceof DomainError) || !isPartial(cause)) throw cause;
    const problem = problemOfError(cause, request);
    return { problem, status: problem.status, body: undefined };
  }
};

/** A problem as the whole answer. */
export const problemAnswer = ({ status, details }: PartProblem): Answer => ({
  status,
  headers: { 'content-type': ngsiLdErrors.mediaType },
  body: JSON.stringify(details),
});

/** A JSON answer. */
export const jsonAnswer = (status: number, content: unknown): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(content),
});
