import { DomainError, type ProblemDefinition } from '@allmende/kernel';

/** Error catalogue of queries; NGSI-LD writes all of them as BadRequestData (§6.3.2). */
export const queryProblems = {
  invalidQuery: { code: 'invalid-query', title: 'The query is not valid', category: 'invalid' },
  invalidOption: { code: 'invalid-option', title: 'An option is not known', category: 'invalid' },
  tooBroad: { code: 'query-too-broad', title: 'The query needs at least one filter', category: 'invalid' },
  tooMany: {
    code: 'too-many-results',
    title: 'More results were asked for than are allowed',
    category: 'forbidden',
  },
  notFound: { code: 'resource-not-found', title: 'There is no such resource', category: 'not-found' },
} as const satisfies Record<string, ProblemDefinition>;

/** An unknown value of options or format, which is a malformed request (§6.3.7, §6.3.20). */
export const invalidOption = (parameter: string, value: string): DomainError =>
  new DomainError(queryProblems.invalidOption, `${parameter}: "${value}" is unknown`, {
    findings: [{ pointer: parameter, detail: `"${value}" is unknown` }],
  });

/** An invalid parameter: names it and says why. */
export const invalidParameter = (parameter: string, detail: string): DomainError =>
  new DomainError(queryProblems.invalidQuery, `${parameter}: ${detail}`, {
    findings: [{ pointer: parameter, detail }],
  });
