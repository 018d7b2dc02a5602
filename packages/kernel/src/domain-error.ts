/** Why an operation failed, free of HTTP; `packages/http` maps it to a status. */
export type ProblemCategory =
  | 'not-found'
  | 'conflict'
  | 'invalid'
  | 'forbidden'
  | 'unauthenticated'
  | 'too-large'
  | 'unavailable'
  | 'not-implemented'
  | 'unprocessable'
  | 'unsupported-media-type'
  | 'not-acceptable'
  | 'method-not-allowed'
  | 'length-required'
  | 'gateway-timeout'
  | 'bad-gateway'
  | 'loop-detected';

/** One entry of a module's error catalogue (`problems.ts`). */
export interface ProblemDefinition {
  readonly code: string;
  readonly title: string;
  readonly category: ProblemCategory;
}

/** One validation finding: where (JSON pointer or parameter name) and what. */
export interface Finding {
  readonly pointer: string;
  readonly detail: string;
}

/** An expected failure: a stable definition, this case's detail, and all findings. */
export class DomainError extends Error {
  readonly problem: ProblemDefinition;
  readonly findings: readonly Finding[];

  constructor(
    problem: ProblemDefinition,
    detail: string,
    options: { readonly findings?: readonly Finding[]; readonly cause?: unknown } = {},
  ) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DomainError';
    this.problem = problem;
    this.findings = options.findings ?? [];
  }
}
