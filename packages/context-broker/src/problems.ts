import { DomainError, type Finding, type ProblemDefinition } from '@allmende/kernel';

/** Error catalogue of the broker (CIM 009 §5.5.2, §6.3.2). */
export const brokerProblems = {
  invalidRequest: {
    code: 'invalid-request',
    title: 'The request is not well formed.',
    category: 'invalid',
  },
  badRequestData: {
    code: 'bad-request-data',
    title: 'The request has content that does not meet the requirements of the operation.',
    category: 'invalid',
  },
  alreadyExists: {
    code: 'already-exists',
    title: 'The referred element already exists.',
    category: 'conflict',
  },
  resourceNotFound: {
    code: 'resource-not-found',
    title: 'The referred resource has not been found.',
    category: 'not-found',
  },
  nonexistentTenant: {
    code: 'nonexistent-tenant',
    title: 'The tenant does not exist.',
    category: 'not-found',
  },
  operationNotSupported: {
    code: 'operation-not-supported',
    title: 'The operation is not supported.',
    category: 'unprocessable',
  },
  notAcceptable: {
    code: 'not-acceptable',
    title: 'None of the accepted media types can be given.',
    category: 'not-acceptable',
  },
  unsupportedMediaType: {
    code: 'unsupported-media-type',
    title: 'The body has a media type that is not supported.',
    category: 'unsupported-media-type',
  },
} as const satisfies Record<string, ProblemDefinition>;

/** Content that does not fit, with every finding (JSON pointer and reason). */
export const badRequestData = (detail: string, findings: readonly Finding[] = []): DomainError =>
  new DomainError(brokerProblems.badRequestData, detail, { findings });

/** A body that is JSON, but not of the shape that every entity has (§5.5.4). */
export const notAnObject = (): DomainError =>
  new DomainError(brokerProblems.invalidRequest, 'The body is not a JSON object.');

export const entityNotFound = (entityId: string): DomainError =>
  new DomainError(brokerProblems.resourceNotFound, `Entity ${entityId} does not exist.`);

export const attributeNotFound = (entityId: string, attribute: string): DomainError =>
  new DomainError(
    brokerProblems.resourceNotFound,
    `Entity ${entityId} has no such attribute instance: ${attribute}.`,
  );
