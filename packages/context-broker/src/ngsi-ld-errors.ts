import type { ErrorFormat } from '@allmende/http';
import type { DomainError, ProblemCategory } from '@allmende/kernel';

const ERRORS = 'https://uri.etsi.org/ngsi-ld/errors/';

const byCode: Readonly<Record<string, string>> = {
  'invalid-request': 'InvalidRequest',
  'invalid-encoding': 'InvalidRequest',
  'body-incomplete': 'InvalidRequest',
  'payload-too-large': 'InvalidRequest',
  'unknown-parameter': 'InvalidRequest',
  'ld-context-not-available': 'LdContextNotAvailable',
  'too-many-results': 'TooManyResults',
  'nonexistent-tenant': 'NonexistentTenant',
  'invalid-option': 'InvalidRequest',
  'registration-conflict': 'Conflict',
  'source-operation-unsupported': 'Conflict',
  'source-timeout': 'InternalError',
};

const byCategory: Readonly<Record<ProblemCategory, string>> = {
  invalid: 'BadRequestData',
  'not-found': 'ResourceNotFound',
  conflict: 'AlreadyExists',
  'too-large': 'InvalidRequest',
  'not-implemented': 'OperationNotSupported',
  unprocessable: 'OperationNotSupported',
  'unsupported-media-type': 'InvalidRequest',
  'not-acceptable': 'InvalidRequest',
  'method-not-allowed': 'OperationNotSupported',
  forbidden: 'TooComplexQuery',
  unauthenticated: 'InvalidRequest',
  unavailable: 'InternalError',
  'length-required': 'InvalidRequest',
  'gateway-timeout': 'LdContextNotAvailable',
  'bad-gateway': 'InternalError',
  'loop-detected': 'LoopDetected',
};

/** The ETSI error type of a failure (CIM 009 §6.3.2, table 6.3.2-1). */
export const errorTypeOf = ({ problem }: DomainError): string =>
  ERRORS + (byCode[problem.code] ?? byCategory[problem.category]);

/** NGSI-LD errors as they are told in bodies. */
export const ngsiLdProblem = (
  error: DomainError,
  status: number,
  requestId: string,
): Readonly<Record<string, unknown>> => ({
  type: errorTypeOf(error),
  title: error.problem.title,
  status,
  detail: error.message,
  instance: requestId,
  ...(error.findings.length === 0 ? {} : { errors: error.findings }),
});

const isUnsupportedMedia = ({ problem }: DomainError): boolean =>
  problem.category === 'unsupported-media-type';

/**
 * NGSI-LD errors: the members of RFC 9457 in plain JSON (CIM 009 §5.5.3, §6.3.2). An unsupported media type is told
 * by the status alone (§6.3.4), and the media types that are supported by a header (RFC 9110 §15.5.16).
 */
export const ngsiLdErrors: ErrorFormat = {
  mediaType: 'application/json',
  body: (error, status, requestId) =>
    isUnsupportedMedia(error) ? undefined : ngsiLdProblem(error, status, requestId),
  headers: (error) => (isUnsupportedMedia(error) ? { accept: 'application/json, application/ld+json' } : {}),
};
