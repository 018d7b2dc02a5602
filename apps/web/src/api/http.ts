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

/** Reads from the server; refusals become ApiError. */
export const request = async (path: string, signal?: AbortSignal): Promise<Response> => {
  const response = await reach(path, {
    headers: { accept: 'application/json' },
    ...(signal === undefined ? {} : { signal }),
  });
  if (!response.ok) throw await problemFrom(response);
  return response;
};

/** The JSON at an address; its shape is the server's promise. */
export const readJson = async <T>(path: string, signal?: AbortSignal): Promise<T> =>
  (await (await request(path, signal)).json()) as T;

/** Sends JSON and reads what the server made of it; undefined when it answers without content. */
export const sendJson = async <T>(
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> => {
  const response = await reach(path, {
    method,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw await problemFrom(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
};

/** A query string without the absent and empty values. */
export const toParameters = (values: Readonly<Record<string, string | number | undefined>>): string => {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  }
  return parameters.toString();
};
