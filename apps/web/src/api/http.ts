import { problemFrom } from './api-error.ts';
import { failureText } from './failure-text.ts';

/** Fetches, and says in the visitor's words when no server answers. */
const reach: typeof fetch = async (input, init) => {
  try {
    return await fetch(input, init);
  } catch (cause) {
    throw cause instanceof TypeError ? new Error(failureText('unreachable'), { cause }) : cause;
  }
};

/** Whose data are asked for (§6.3.14); the default tenant '' goes without saying. */
const tenantHeader = (tenant: string): Readonly<Record<string, string>> =>
  tenant === '' ? {} : { 'NGSILD-Tenant': tenant };

/** Reads from the server; refusals become ApiError. */
export const request = async (path: string, signal?: AbortSignal, tenant = ''): Promise<Response> => {
  const response = await reach(path, {
    headers: { accept: 'application/json', ...tenantHeader(tenant) },
    ...(signal === undefined ? {} : { signal }),
  });
  if (!response.ok) throw await problemFrom(response);
  return response;
};

/** The JSON at an address; its shape is the server's promise. */
export const readJson = async <T>(path: string, signal?: AbortSignal, tenant = ''): Promise<T> =>
  (await (await request(path, signal, tenant)).json()) as T;

type SendingMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Sends JSON; refusals become ApiError. */
export const send = async (
  method: SendingMethod,
  path: string,
  body?: unknown,
  tenant = '',
): Promise<Response> => {
  const response = await reach(path, {
    method,
    headers: {
      accept: 'application/json',
      ...tenantHeader(tenant),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw await problemFrom(response);
  return response;
};

/** Sends JSON and reads what the server made of it; undefined when it answers without content. */
export const sendJson = async <T>(
  method: SendingMethod,
  path: string,
  body?: unknown,
  tenant = '',
): Promise<T> => {
  const response = await send(method, path, body, tenant);
  return (response.status === 204 ? undefined : await response.json()) as T;
};

/** The id at the end of the Location of what was created. */
export const createdId = ({ headers }: Response): string =>
  decodeURIComponent(headers.get('location')?.split('/').at(-1) ?? '');

/** A query string without the absent and empty values. */
export const toParameters = (values: Readonly<Record<string, string | number | undefined>>): string => {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  }
  return parameters.toString();
};
