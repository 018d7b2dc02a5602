import { silentLogger } from '@allmende/kernel';
import { createDispatcher } from './dispatcher.ts';
import type { HttpMethod, Route } from './route.ts';

export interface TestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly text: string;
  json(): unknown;
}

export interface TestRequest {
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
}

export interface TestClient {
  call(method: HttpMethod, url: string, request?: TestRequest): Promise<TestAnswer>;
}

/** Runs requests through the routes in this process, without a socket; `elsewhere` answers what they cannot. */
export const createTestClient = (routes: readonly Route[], elsewhere?: TestClient): TestClient => {
  const dispatch = createDispatcher({ routes, logger: silentLogger, hasElsewhere: elsewhere !== undefined });
  return {
    call: async (method, url, request = {}) => {
      const { headers = {}, body } = request;
      const [path = '/', rawQuery = ''] = url.split(/\?(.*)/s);
      const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
      const { answer, isElsewhere } = await dispatch({
        id: 'test-request',
        method,
        path,
        query: new URLSearchParams(rawQuery),
        rawQuery,
        headers: {
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
          ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
        },
        text: () => Promise.resolve(text),
        signal: new AbortController().signal,
      });
      if (isElsewhere === true && elsewhere !== undefined) return elsewhere.call(method, url, request);
      const answered = answer.body === undefined ? '' : Buffer.from(answer.body as string).toString('utf8');
      return {
        status: answer.status,
        headers: answer.headers ?? {},
        text: answered,
        json: () => JSON.parse(answered) as unknown,
      };
    },
  };
};
