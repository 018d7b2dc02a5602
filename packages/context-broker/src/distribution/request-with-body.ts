import type { ApiRequest } from '@allmende/http';
import { derivedRequest } from '../entities/request-context.ts';

/** The same request with a body that can be read again, or with another one. */
export const withBody = (request: ApiRequest, body?: unknown): ApiRequest => {
  let text: Promise<string> | undefined;
  return derivedRequest(request, {
    text: () => (text ??= body === undefined ? request.text() : Promise.resolve(JSON.stringify(body))),
  });
};
