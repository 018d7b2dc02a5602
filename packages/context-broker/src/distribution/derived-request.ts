import type { ApiRequest } from '@allmende/http';

/** The same request with a body that can be read again, or with another one. */
export const derivedRequest = (request: ApiRequest, body?: unknown): ApiRequest => {
  let text: Promise<string> | undefined;
  const { id, method, path, params, query, rawQuery, headers, signal } = request;
  return {
    id,
    method,
    path,
    params,
    query,
    rawQuery,
    headers,
    signal,
    text: () => (text ??= body === undefined ? request.text() : Promise.resolve(JSON.stringify(body))),
  };
};
