import { mediaTypeOf, type Answer, type ApiRequest } from '@allmende/http';
import { DomainError } from '@allmende/kernel';
import { isTenant, tenantExpected } from './body-reader.ts';
import type { PageRequest } from './page.ts';
import { monitoringProblems } from './problems.ts';

const defaultLimit = 100;
const maxLimit = 1000;
const maxOffset = 1_000_000_000;

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const where = cause instanceof SyntaxError ? cause.message : 'unreadable';
    throw new DomainError(monitoringProblems.invalidBody, `The body is not JSON: ${where}.`, { cause });
  }
};

const jsonMediaType = /^application\/(?:[\w.+-]+\+)?json$/u;

/** The JSON of a request body; refuses another media type (415), and what is not JSON (`invalid-body`). */
export const readJson = async (request: ApiRequest): Promise<unknown> => {
  const type = mediaTypeOf(request);
  if (jsonMediaType.test(type)) return parseJson(await request.text());
  throw new DomainError(
    monitoringProblems.unsupportedMediaType,
    `Content-Type ${type === '' ? 'is missing' : `"${type}" is not supported`}. Send application/json.`,
  );
};

/** The parameters of every list. */
export const pageParameters = ['limit', 'offset'] as const;

export const json = (status: number, value: unknown, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
});

const refuse = (pointer: string, detail: string): DomainError =>
  new DomainError(monitoringProblems.invalidParameter, `${pointer}: ${detail}`, {
    findings: [{ pointer, detail }],
  });

const wholeNumber = (query: URLSearchParams, name: string, max: number): number | undefined => {
  const text = query.get(name);
  if (text === null) return undefined;
  const value = /^\d{1,10}$/u.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
  if (value > max) throw refuse(name, `a whole number from 0 up to ${String(max)} is expected`);
  return value;
};

/** The asked part of a list: `limit` (100 unless told, at most 1000) and `offset`. */
export const readPage = (query: URLSearchParams): PageRequest => ({
  limit: wholeNumber(query, 'limit', maxLimit) ?? defaultLimit,
  offset: wholeNumber(query, 'offset', maxOffset) ?? 0,
});

/** The tenant whose things are asked for; the default one ('') unless told. */
export const readTenant = (query: URLSearchParams): string => {
  const tenant = query.get('tenant') ?? '';
  if (isTenant(tenant)) return tenant;
  throw refuse('tenant', tenantExpected);
};

/** A parameter that has to be one of the names, when it is given. */
export const readChoice = <Name extends string>(
  query: URLSearchParams,
  parameter: string,
  names: readonly Name[],
): Name | undefined => {
  const text = query.get(parameter);
  if (text === null) return undefined;
  const found = names.find((name) => name === text);
  if (found === undefined) throw refuse(parameter, `one of ${names.join(', ')} is expected`);
  return found;
};

/** The version in `If-Match`; undefined without that header or for `*`. */
export const readIfMatch = ({ headers }: ApiRequest): number | undefined => {
  const tag = headers['if-match']?.trim();
  if (tag === undefined || tag === '*') return undefined;
  const version = /^(?:W\/)?"(\d{1,15})"$/u.exec(tag)?.[1];
  if (version === undefined) throw refuse('If-Match', 'a quoted version is expected, for example "3"');
  return Number(version);
};

/** The version that a change was made from; refused (`invalid-body`) when it is missing. */
export const requireVersion = (request: ApiRequest, inBody: number | undefined): number => {
  const version = inBody ?? readIfMatch(request);
  if (version !== undefined) return version;
  throw new DomainError(
    monitoringProblems.invalidBody,
    'The version that the change was made from is missing. Send it as "version" or in If-Match.',
    { findings: [{ pointer: '/version', detail: 'is missing' }] },
  );
};
