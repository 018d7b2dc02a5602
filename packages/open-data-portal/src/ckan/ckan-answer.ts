import { DomainError } from '@allmende/kernel';
import { statusOf, type Answer, type ErrorFormat } from '@allmende/http';
import { portalProblems } from '../problems.ts';

const types: Readonly<Record<string, string>> = {
  [portalProblems.recordNotFound.code]: 'Not Found Error',
  [portalProblems.collectionNotFound.code]: 'Not Found Error',
  [portalProblems.accountNotFound.code]: 'Not Found Error',
  [portalProblems.notAllowed.code]: 'Authorization Error',
  [portalProblems.tokenUnknown.code]: 'Authorization Error',
  [portalProblems.invalidEntry.code]: 'Validation Error',
  [portalProblems.exists.code]: 'Validation Error',
  [portalProblems.changedMeanwhile.code]: 'Validation Error',
  [portalProblems.invalidSearch.code]: 'Search Query Error',
};

const messageOf = (type: string, message: string): string => {
  if (type === 'Not Found Error') return message === '' ? 'Not found' : `Not found: ${message}`;
  if (type === 'Authorization Error') return message === '' ? 'Access denied' : `Access denied: ${message}`;
  return message;
};

/** Findings as CKAN lists them: texts by field. */
const fieldsOf = ({ findings }: DomainError): Readonly<Record<string, readonly string[]>> => {
  const fields = new Map<string, readonly string[]>();
  for (const { pointer, detail } of findings) fields.set(pointer, [...(fields.get(pointer) ?? []), detail]);
  return Object.fromEntries(fields);
};

const errorOf = (error: DomainError): Readonly<Record<string, unknown>> => {
  const type = types[error.problem.code] ?? 'Internal Server Error';
  if (type !== 'Validation Error') return { __type: type, message: messageOf(type, error.message) };
  const fields = error.findings.length > 0 ? fieldsOf(error) : { message: error.message };
  return { ...fields, __type: type };
};

export const json = (status: number, value: unknown): Answer => ({
  status,
  headers: {
    'content-type': 'application/json;charset=utf-8',
    'access-control-allow-origin': '*',
  },
  body: JSON.stringify(value),
});

/** A failure in CKAN's envelope; undefined for what CKAN's API has no words for. */
export const failureAnswer = (cause: unknown, help: string): Answer | undefined => {
  if (!(cause instanceof DomainError) || types[cause.problem.code] === undefined) return undefined;
  return json(statusOf(cause.problem.category), { help, success: false, error: errorOf(cause) });
};

/** CKAN answers a request that it cannot read with a text as JSON. */
export const badRequest = (detail: string): Answer => json(400, `Bad request: ${detail}`);

/** What fails outside of an action. */
export const ckanErrors: ErrorFormat = {
  mediaType: 'application/json',
  body: (error, status) => {
    if (status >= 500)
      return { success: false, error: { __type: 'Internal Server Error', message: 'Internal Server Error' } };
    return {
      success: false,
      error:
        errorOf(error).__type === 'Internal Server Error'
          ? { __type: error.problem.title, message: error.message }
          : errorOf(error),
    };
  },
};
