import { randomUUID } from 'node:crypto';
import type { ApiRequest } from '@allmende/http';
import { derivedRequest } from '../entities/request-context.ts';

/** A request of the broker itself for a tenant, to ask sources with when no client waits. */
export const internalRequest = (
  tenant: string,
  headers: ApiRequest['headers'] = {},
  query: Readonly<Record<string, string>> = {},
): ApiRequest => {
  const parameters = new URLSearchParams(query);
  const request: ApiRequest = {
    id: randomUUID(),
    method: 'GET',
    path: '',
    params: {},
    query: parameters,
    rawQuery: parameters.toString(),
    headers,
    text: () => Promise.resolve(''),
    signal: new AbortController().signal,
  };
  return derivedRequest(request, { storedTenant: tenant });
};
