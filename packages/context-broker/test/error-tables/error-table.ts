import type { HttpMethod } from '@allmende/http';

/** ETSI's error types (§5.5.2) that an answer may tell, by their last segment. */
export type ErrorType =
  | 'AlreadyExists'
  | 'BadRequestData'
  | 'Conflict'
  | 'InvalidRequest'
  | 'LdContextNotAvailable'
  | 'NonexistentTenant'
  | 'OperationNotSupported'
  | 'ResourceNotFound'
  | 'TooManyResults';

/** What differs from the valid request. */
export interface Changed {
  /** Path and query under /ngsi-ld/v1; `{context}`, `{entityMap}` and `{instance}` stand for ids of the world. */
  readonly path?: string;
  /** Query that is added to the valid one. */
  readonly query?: string;
  /** Text is sent as it is, `null` sends no body at all. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One condition under which an operation fails, and how it tells so. */
export interface ErrorCase extends Changed {
  readonly when: string;
  readonly status: number;
  /** Without it, the answer has no body (§6.3.4). */
  readonly type?: ErrorType;
  /** What the body tells beside type, title and detail, as `toMatchObject` understands it. */
  readonly tells?: unknown;
}

/** An operation of the API with the conditions under which it fails. */
export interface ErrorTable {
  readonly operation: string;
  /** Clauses of the operation and of its HTTP binding. */
  readonly clauses: readonly [operation: string, binding: string];
  readonly method: HttpMethod;
  /** Path of the route under /ngsi-ld/v1. */
  readonly route: string;
  /** A request that succeeds in the world of the tables. */
  readonly valid: { readonly path: string; readonly body?: unknown; readonly status: number };
  /** Kinds of conditions that the operation shares with others; see `common-errors.ts`. */
  readonly common: readonly CommonCondition[];
  readonly cases: readonly ErrorCase[];
}

/**
 * Conditions that many operations share: a JSON `object` or `array` as body, names that need a `context`, a
 * negotiated answer (`accept`, `acceptGeo`), a `tenant` that must exist, `merge-patch` as media type.
 */
export type CommonCondition =
  'object' | 'array' | 'context' | 'accept' | 'acceptGeo' | 'tenant' | 'mergePatch' | 'paging';

const types = 'https://uri.etsi.org/ngsi-ld/errors/';

export const typeAddress = (type: ErrorType): string => `${types}${type}`;

const wrong = (when: string, type: ErrorType, status: number) => (changed: Changed) =>
  ({ when, type, status, ...changed }) satisfies ErrorCase;

export const badRequest = (when: string, changed: Changed): ErrorCase =>
  wrong(when, 'BadRequestData', 400)(changed);

export const invalidRequest = (when: string, changed: Changed): ErrorCase =>
  wrong(when, 'InvalidRequest', 400)(changed);

export const notFound = (when: string, changed: Changed): ErrorCase =>
  wrong(when, 'ResourceNotFound', 404)(changed);

export const alreadyExists = (when: string, changed: Changed): ErrorCase =>
  wrong(when, 'AlreadyExists', 409)(changed);

export const conflict = (when: string, changed: Changed): ErrorCase => wrong(when, 'Conflict', 409)(changed);

/** Errors of single entities in a batch come with 207 (§5.2.16). */
export const batchError = (
  when: string,
  type: ErrorType,
  { entityId, ...changed }: Changed & { readonly entityId: string },
): ErrorCase => ({
  when,
  status: 207,
  tells: { success: [], errors: [{ entityId, error: { type: typeAddress(type) } }] },
  ...changed,
});
