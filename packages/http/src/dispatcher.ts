import { DomainError, NeedsWriter, type Logger } from '@allmende/kernel';
import createRouter from 'find-my-way';
import { answerInFormat } from './error-answer.ts';
import { problemJson } from './problem-json.ts';
import {
  internalError,
  invalidEncoding,
  methodNotAllowed,
  routeNotFound,
  unknownParameter,
} from './problems.ts';
import type { Answer, ApiRequest, ErrorFormat, HttpMethod, Route } from './route.ts';
import { statusOf } from './status.ts';

/** A request before its route is known. */
export type IncomingRequest = Omit<ApiRequest, 'params'>;

export interface DispatcherOptions {
  readonly routes: readonly Route[];
  readonly logger: Logger;
  /** Answers what no route does (pages and their files). */
  readonly fallback?: (request: IncomingRequest) => Promise<Answer | undefined> | Answer | undefined;
  /** Whether another process answers what no route does, and what needs the one that writes (`NeedsWriter`). */
  readonly hasElsewhere?: boolean;
}

export interface Dispatched {
  readonly answer: Answer;
  /** The route's path pattern; for metrics. */
  readonly route: string;
  /** Code of the problem that the answer tells. */
  readonly code?: string;
  /** Set when another process has to answer instead. */
  readonly isElsewhere?: true;
}

const elsewhere: Dispatched = { answer: { status: 502 }, route: 'elsewhere', isElsewhere: true };

export type Dispatcher = (request: IncomingRequest) => Promise<Dispatched>;

const methods: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

const refuseUnknownParameters = (allowed: readonly string[], query: URLSearchParams): void => {
  const unknown = [...new Set(query.keys())].filter((name) => !allowed.includes(name));
  if (unknown.length === 0) return;
  throw new DomainError(
    unknownParameter,
    `Unknown query parameter: ${unknown.join(', ')}. Known here: ${allowed.join(', ') || 'none'}.`,
    { findings: unknown.map((name) => ({ pointer: name, detail: 'is not a parameter of this operation' })) },
  );
};

const mostRemembered = 1000;
const longestRemembered = 500;

/** Checks the parameters of a route; a query that was found good is not taken apart again. */
const createParameterCheck = ({ query: allowed }: Route): ((request: IncomingRequest) => void) => {
  if (allowed === undefined) return () => undefined;
  const good = new Set<string>();
  return (request) => {
    const { rawQuery } = request;
    if (rawQuery === '' || good.has(rawQuery)) return;
    refuseUnknownParameters(allowed, request.query);
    if (good.size >= mostRemembered) good.clear();
    if (rawQuery.length <= longestRemembered) good.add(rawQuery);
  };
};

/** What the router finds. */
interface Stored {
  readonly route: Route;
  readonly checkParameters: (request: IncomingRequest) => void;
}

interface ErrorAnswer {
  readonly answer: Answer;
  readonly code: string;
}

const errorAnswer = (cause: unknown, errors: ErrorFormat, requestId: string, logger: Logger): ErrorAnswer => {
  const expected = cause instanceof DomainError;
  if (!expected) logger.error('request failed unexpectedly', { requestId, cause });
  const error = expected ? cause : new DomainError(internalError, 'See the log for this request id.');
  const status = expected ? statusOf(error.problem.category) : 500;
  return { answer: answerInFormat(error, errors, { status, requestId }), code: error.problem.code };
};

/** The error format of the API whose address this is nearest to. */
const formatFor = (path: string, routes: readonly Route[]): ErrorFormat => {
  const first = `/${path.split('/')[1] ?? ''}/`;
  return routes.find((route) => route.path.startsWith(first))?.errors ?? problemJson;
};

/** The answer to a request that failed outside of any route, in the format of the API that it was for. */
export const failureAnswer = (
  { routes, logger }: Pick<DispatcherOptions, 'routes' | 'logger'>,
  { path, id }: Pick<IncomingRequest, 'path' | 'id'>,
  cause: unknown,
): Answer => errorAnswer(cause, formatFor(path, routes), id, logger).answer;

/** The request with its path parameters; the same object, as a copy would read all that is read when asked for. */
const withParameters = (request: IncomingRequest, params: ApiRequest['params']): ApiRequest =>
  Object.assign(request, { params });

const withEchoes = (answer: Answer, { echoes }: Route, { headers }: IncomingRequest): Answer => {
  if (echoes === undefined) return answer;
  const repeated = echoes.filter((name) => headers[name.toLowerCase()] !== undefined);
  if (repeated.length === 0) return answer;
  const values = repeated.map((name) => [name, String(headers[name.toLowerCase()])] as const);
  return { ...answer, headers: { ...answer.headers, ...Object.fromEntries(values) } };
};

/** Answers what no route does, where something is there for it. */
const createFallback =
  ({ routes, logger, fallback }: DispatcherOptions) =>
  async (request: IncomingRequest): Promise<Dispatched> => {
    const { id, path } = request;
    try {
      const answer = await fallback?.(request);
      if (answer !== undefined) return { answer, route: 'page' };
      throw new DomainError(routeNotFound, `There is nothing at ${path}.`);
    } catch (cause) {
      return { ...errorAnswer(cause, formatFor(path, routes), id, logger), route: 'not-found' };
    }
  };

/**
 * Finds the route of a request and runs it; the only place that turns errors into answers. A `fallback`
 * that throws is answered as problem+json.
 */
export const createDispatcher = (options: DispatcherOptions): Dispatcher => {
  const { routes, logger, hasElsewhere = false } = options;
  const router = createRouter({ ignoreTrailingSlash: true, maxParamLength: 4096 });
  for (const route of routes) {
    const checkParameters = createParameterCheck(route);
    router.on(route.method, route.path, () => undefined, { route, checkParameters });
  }

  const byFallback = createFallback(options);

  const notRouted = async (request: IncomingRequest): Promise<Dispatched> => {
    const path = request.path;
    const errors = formatFor(path, routes);
    const known = methods.filter((method) => router.find(method, path) !== null);
    if (known.length === 0) return byFallback(request);
    const error = new DomainError(methodNotAllowed, `${request.method} is not possible here.`);
    const { answer, code } = errorAnswer(error, errors, request.id, logger);
    const allow = (known.includes('GET') ? [...known, 'HEAD'] : known).join(', ');
    return {
      answer: { ...answer, headers: { ...answer.headers, allow } },
      route: 'method-not-allowed',
      code,
    };
  };

  return async (request) => {
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    let found: ReturnType<typeof router.find>;
    try {
      if (request.path.includes('%')) decodeURIComponent(request.path);
      found = router.find(method, request.path);
    } catch {
      const error = new DomainError(invalidEncoding, 'The address is not valid percent-encoded UTF-8.');
      return {
        ...errorAnswer(error, formatFor(request.path, routes), request.id, logger),
        route: 'invalid',
      };
    }
    if (found === null) return hasElsewhere ? elsewhere : notRouted(request);
    const { route, checkParameters } = found.store as Stored;
    const echoed = (answer: Answer): Answer => withEchoes(answer, route, request);
    try {
      const params: Record<string, string> = {};
      for (const name in found.params) params[name] = found.params[name] ?? '';
      const addressed = withParameters(request, params);
      if (route.isFor?.(addressed) === false) return hasElsewhere ? elsewhere : await byFallback(request);
      checkParameters(request);
      return {
        answer: echoed(await route.handle(addressed)),
        route: route.path,
      };
    } catch (cause) {
      if (hasElsewhere && cause instanceof NeedsWriter) return elsewhere;
      const { answer, code } = errorAnswer(cause, route.errors, request.id, logger);
      return { answer: echoed(answer), code, route: route.path };
    }
  };
};
