import { isJsonObject } from '@allmende/kernel';
import type { Answer } from '@allmende/http';
import { jsonAnswer, type PartOutcome } from './part-outcome.ts';
import type { BatchKind } from './read-batch.ts';

type Json = Readonly<Record<string, unknown>>;

/** What became of some entities in one place. */
export interface BatchPart {
  readonly ids: readonly string[];
  readonly outcome: PartOutcome;
}

/** The valid entities of a batch, and those that exclusive or redirect sources hold. */
interface Batch {
  readonly ids: readonly string[];
  readonly proxied: ReadonlySet<string>;
}

const listIn = (body: unknown, member: string): readonly Json[] => {
  const list = isJsonObject(body) ? body[member] : undefined;
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
};

const unclear: Json = {
  type: 'https://uri.etsi.org/ngsi-ld/errors/InternalError',
  title: 'The context source did only a part.',
  status: 207,
};

/** What failed in one place, as BatchEntityErrors (§5.2.17). */
const errorsOf = ({ ids, outcome }: BatchPart): readonly Json[] => {
  const { registration, problem, status, body } = outcome;
  const source = registration === undefined ? {} : { registrationId: registration.id };
  if (problem !== undefined) return ids.map((entityId) => ({ entityId, ...source, error: problem.details }));
  if (status !== 207) return [];
  const told = listIn(body, 'errors');
  return told.length > 0
    ? told.map((error) => ({ ...error, ...source }))
    : ids.map((entityId) => ({ entityId, ...source, error: unclear }));
};

/** That an entity to delete is not here is as it should be when sources hold it. */
const isExpected = (kind: BatchKind, { proxied }: Batch, error: Json): boolean =>
  kind.items === 'ids' &&
  error['registrationId'] === undefined &&
  proxied.has(String(error['entityId'])) &&
  isJsonObject(error['error']) &&
  error['error']['status'] === 404;

const createdIn = ({ ids, outcome }: BatchPart): readonly string[] => {
  if (outcome.status !== 201) return [];
  return Array.isArray(outcome.body) ? outcome.body.map(String) : ids;
};

/** The answer to a distributed batch: what all places created, or 207 when something failed somewhere (§6.3.17). */
export const combineBatch = (kind: BatchKind, batch: Batch, parts: readonly BatchPart[]): Answer => {
  const errors = parts.flatMap(errorsOf).filter((error) => !isExpected(kind, batch, error));
  if (errors.length > 0) {
    const failed = new Set(errors.map(({ entityId }) => entityId));
    return jsonAnswer(207, { success: batch.ids.filter((id) => !failed.has(id)), errors });
  }
  const created = new Set(parts.flatMap(createdIn));
  return created.size === 0 ? { status: 204 } : jsonAnswer(201, [...created]);
};
