import { isJsonObject } from '@allmende/kernel';
import type { Answer } from '@allmende/http';
import { idSegment } from '../entities/answer.ts';
import { jsonAnswer, problemAnswer, type PartOutcome } from './part-outcome.ts';
import type { WritePlan } from './plan-write.ts';
import type { Write } from './read-write.ts';
import type { WriteKind } from './write-kinds.ts';

type Json = Readonly<Record<string, unknown>>;

/** What was done here and by the sources, in the order of the plan. */
export interface WriteOutcomes {
  readonly here: (PartOutcome & { readonly answer?: Answer }) | undefined;
  readonly there: readonly PartOutcome[];
}

const pathOf = ({ isTemporal }: WriteKind): string =>
  isTemporal === true ? '/ngsi-ld/v1/temporal/entities' : '/ngsi-ld/v1/entities';

const succeeded = ({ kind, subject }: Write, parts: readonly PartOutcome[]): Answer =>
  kind.operation === 'createEntity' || parts.some(({ status }) => status === 201)
    ? { status: 201, headers: { location: `${pathOf(kind)}/${idSegment(subject.id)}` } }
    : { status: 204 };

const idOf = ({ registration }: PartOutcome): Json =>
  registration === undefined ? {} : { registrationId: registration.id };

const isFailed = ({ problem, status }: PartOutcome): boolean => problem !== undefined || status === 207;

const listIn = (body: unknown, member: string): readonly unknown[] => {
  const list = isJsonObject(body) ? body[member] : undefined;
  return Array.isArray(list) ? list : [];
};

const partialProblem: Json = {
  type: 'https://uri.etsi.org/ngsi-ld/errors/InternalError',
  title: 'The context source did only a part.',
  status: 207,
};

/** What failed of a part, as BatchEntityError (§5.2.17). */
const errorsOf = (part: PartOutcome, entityId: string): readonly Json[] => {
  if (part.problem !== undefined) return [{ entityId, ...idOf(part), error: part.problem.details }];
  const told = listIn(part.body, 'errors').filter(isJsonObject);
  if (told.length > 0) return told.map((error) => ({ entityId, ...idOf(part), ...error }));
  return [{ entityId, ...idOf(part), error: partialProblem }];
};

const batchResult = ({ subject }: Write, parts: readonly PartOutcome[]): Answer => {
  const failed = parts.filter(isFailed);
  return jsonAnswer(207, {
    success: failed.length < parts.length || failed.some(({ status }) => status === 207) ? [subject.id] : [],
    errors: failed.flatMap((part) => errorsOf(part, subject.id)),
  });
};

interface NamedPart extends PartOutcome {
  /** The names of the attributes of the part, as the request gave them. */
  readonly names: readonly string[];
}

/** What was not updated in a part, as NotUpdatedDetails (§5.2.19). */
const notUpdatedIn = (part: NamedPart): readonly Json[] => {
  const told = listIn(part.body, 'notUpdated').filter(isJsonObject);
  if (part.problem === undefined && told.length > 0) return told.map((one) => ({ ...one, ...idOf(part) }));
  const { details } = part.problem ?? { details: partialProblem };
  const reason = String(details['detail'] ?? details['title']);
  return part.names.map((attributeName) => ({ attributeName, reason, ...idOf(part) }));
};

const updatedIn = (part: NamedPart): readonly string[] => {
  if (part.problem !== undefined) return [];
  return part.status === 207 ? listIn(part.body, 'updated').map(String) : part.names;
};

const updateResult = (parts: readonly NamedPart[]): Answer =>
  jsonAnswer(207, {
    updated: [...new Set(parts.flatMap(updatedIn))],
    notUpdated: parts.filter(isFailed).flatMap(notUpdatedIn),
  });

const namedParts = (write: Write, plan: WritePlan, { here, there }: WriteOutcomes): readonly NamedPart[] => {
  const all = write.subject.attributes ?? [];
  const names = (attributes: readonly string[]): readonly string[] => attributes.map(write.context.compact);
  return [
    ...(here === undefined || plan.local === 'none'
      ? []
      : [{ ...here, names: names(plan.local === 'all' ? all : plan.local) }]),
    ...there.map((part, index) => ({ ...part, names: names(plan.shares[index]?.attributes ?? all) })),
  ];
};

/**
 * Whether nothing was here to change, which is as it should be when sources hold the entity. The past may also be known
 * to any source alone (§5.6.12.4, §5.6.13.4, §5.6.16.4).
 */
const isNothingHere = (
  { kind }: Write,
  { isProxied }: WritePlan,
  { here, there }: WriteOutcomes,
): boolean => {
  if (here?.status !== 404) return false;
  if (kind.isTemporal === true) return there.length > 0;
  return isProxied && kind.operation === 'deleteEntity';
};

/** The answer to a distributed write (§6.3.17): one place's own, or 207 when some places failed. */
export const combineWrite = (write: Write, plan: WritePlan, outcomes: WriteOutcomes): Answer => {
  const here = isNothingHere(write, plan, outcomes) ? undefined : outcomes.here;
  const parts = [...(here === undefined ? [] : [here]), ...outcomes.there];
  if (!parts.some(isFailed)) return here?.answer ?? succeeded(write, parts);
  const [only, ...others] = parts;
  if (others.length === 0 && only?.problem !== undefined) return problemAnswer(only.problem);
  return write.kind.result === 'update'
    ? updateResult(namedParts(write, plan, { ...outcomes, here }))
    : batchResult(write, parts);
};
