import type { ApiRequest } from '@allmende/http';
import { isJsonObject } from '@allmende/kernel';
import { readJson } from '../entities/request-context.ts';
import { badRequestData } from '../problems.ts';

type Json = Readonly<Record<string, unknown>>;

/** Why a member is refused, or undefined. */
export type MemberCheck = (value: unknown) => string | undefined;

export const isObject: MemberCheck = (value) => (isJsonObject(value) ? undefined : 'must be an object');
export const isText: MemberCheck = (value) => (typeof value === 'string' ? undefined : 'must be a text');
export const isFlag: MemberCheck = (value) =>
  typeof value === 'boolean' ? undefined : 'must be true or false';

/** The body of a trial; refuses unknown, unfit and missing members with all findings. */
export const readTrial = async (
  request: ApiRequest,
  checks: Readonly<Record<string, MemberCheck>>,
  required: readonly string[],
): Promise<Json> => {
  const body = await readJson(request);
  if (!isJsonObject(body)) throw badRequestData('The body is not a JSON object.');
  const unfit = Object.entries(body).flatMap(([name, value]) => {
    const detail = Object.hasOwn(checks, name) ? checks[name]?.(value) : 'is not a known member';
    return detail === undefined ? [] : [{ pointer: `/${name}`, detail }];
  });
  const missing = required
    .filter((name) => body[name] === undefined)
    .map((name) => ({ pointer: `/${name}`, detail: 'is missing' }));
  const findings = [...unfit, ...missing];
  if (findings.length === 0) return body;
  const detail = findings.map((finding) => `${finding.pointer} ${finding.detail}`).join('; ');
  throw badRequestData(`${detail}.`, findings);
};
