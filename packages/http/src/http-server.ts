import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { ListenOptions, Server, Socket } from 'node:net';
import { DomainError, type Logger } from '@allmende/kernel';
import { codingFor, compress, isCompressible, worthCompressing } from './compress.ts';
import { createDispatcher, failureAnswer, type DispatcherOptions } from './dispatcher.ts';
import type { Forwarder } from './forward.ts';
import { headerName } from './header-name.ts';
import { endFollowed, HttpRequest, type FollowedRequests } from './http-request.ts';
import { writerUnavailable } from './problems.ts';
import type { Answer } from './route.ts';

/** What is known of a finished request. */
export interface RequestFacts {
  /** Tells requests apart; error answers name it as `instance`. */
  readonly id: string;
  readonly method: string;
  /** Path pattern. */
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
  /** Code of the problem that was answered. */
  readonly code?: string;
  /** Headers that the client sent. */
  readonly headers: IncomingHttpHeaders;
}

export interface HttpServerOptions extends DispatcherOptions {
  /** Largest accepted body in bytes; default 10 MiB. */
  readonly maxBodyBytes?: number;
  /** Told of every finished request; route is the path pattern. */
  readonly onRequest?: (facts: RequestFacts) => void;
  /** Takes what this process cannot answer; `onRequest` is not told of that, as the other server's is. */
  readonly elsewhere?: Forwarder;
}

export interface HttpServer {
  listen(port: number, host: string): Promise<{ readonly port: number }>;
  /** Listens at a path of this machine (a socket file), for other processes of the same server. */
  listenAt(path: string): Promise<void>;
  /** Serves a connection that someone else has accepted. */
  accept(connection: Socket): void;
  /** Ends open streams, waits for running requests at most two seconds. */
  close(): Promise<void>;
}

/** More than this not taken by the client of a stream, and it is let go: it sleeps, or is too slow for what happens. */
const mostUnsent = 4 * 1024 * 1024;

const stream = async (answer: Answer, response: ServerResponse, signal: AbortSignal): Promise<void> => {
  response.flushHeaders();
  const send = (chunk: string): void => {
    if (signal.aborted) return;
    response.write(chunk);
    if (response.writableLength > mostUnsent) response.destroy();
  };
  await answer.stream?.(send, signal);
  response.end();
};

type Headers = Record<string, string | number | string[]>;

const headersOf = ({ headers: given }: Answer): Headers => {
  const headers: Headers = {};
  for (const name in given) {
    const value = given[name];
    if (value !== undefined) headers[name] = typeof value === 'string' ? value : [...value];
  }
  return headers;
};

/** Names are spelled once each: there are few, and every answer has some. */
type WrittenNames = Map<string, string>;

/** Names and values by turns, as Node takes them fastest. */
const written = (headers: Headers, names: WrittenNames): Headers[string][] => {
  const list: Headers[string][] = [];
  for (const name in headers) {
    let spelling = names.get(name);
    if (spelling === undefined) {
      spelling = headerName(name);
      if (names.size < 1000) names.set(name, spelling);
    }
    list.push(spelling, headers[name] ?? '');
  }
  return list;
};

/** Whether the route has chosen a coding, or none, by itself. */
const isNegotiated = ({ vary, 'content-encoding': coding }: Headers): boolean =>
  coding !== undefined || (typeof vary === 'string' && /\baccept-encoding\b/iu.test(vary));

/** Whether the coding matters: to a client that asks for one, or to caches, which keep what has a tag or a lifetime. */
const mayBeEncoded = (answer: Headers, request: IncomingHttpHeaders): boolean =>
  !isNegotiated(answer) &&
  (request['accept-encoding'] !== undefined ||
    answer['etag'] !== undefined ||
    answer['cache-control'] !== undefined) &&
  isCompressible(answer['content-type']);

/** The body in a coding that the client takes, with the headers that tell of it; the body itself if there is none. */
const encoded = async (
  body: string | Uint8Array,
  headers: Headers,
  acceptEncoding: IncomingHttpHeaders['accept-encoding'],
): Promise<string | Uint8Array> => {
  headers['vary'] = headers['vary'] === undefined ? 'Accept-Encoding' : `${headers['vary']}, Accept-Encoding`;
  const coding = acceptEncoding === undefined ? undefined : codingFor(String(acceptEncoding));
  if (coding === undefined) return body;
  headers['content-encoding'] = coding;
  // The same bytes no more, only the same content.
  const etag = headers['etag'];
  if (typeof etag === 'string' && etag.startsWith('"')) headers['etag'] = `W/${etag}`;
  return compress(body, coding);
};

const reply = async (
  answer: Answer,
  message: IncomingMessage,
  response: ServerResponse,
  { request, names }: { readonly request: HttpRequest; readonly names: WrittenNames },
): Promise<void> => {
  const headers = headersOf(answer);
  if (answer.stream !== undefined && message.method !== 'HEAD') {
    response.writeHead(answer.status, written(headers, names));
    return stream(answer, response, request.signal);
  }
  let body = answer.body ?? '';
  if (body.length >= worthCompressing && mayBeEncoded(headers, message.headers)) {
    body = await encoded(body, headers, message.headers['accept-encoding']);
  }
  if (answer.status !== 204 && answer.status !== 304) {
    headers['content-length'] = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  }
  // A body that nobody read would be taken for the next request on this connection.
  if (!message.complete) headers['connection'] = 'close';
  response.writeHead(answer.status, written(headers, names));
  if (message.method === 'HEAD') response.end();
  else if (headers['content-length'] === body.length && typeof body === 'string') {
    // As many bytes as characters: all are ASCII, and need no encoding.
    response.end(body, 'latin1');
  } else response.end(body);
};

const logFailure = (logger: Logger, cause: unknown): void => {
  logger.error('answer could not be sent', { cause });
};

const listening = (server: Server, where: ListenOptions): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, resolve);
  });

const portOf = (server: Server, fallback: number): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : fallback;
};

interface RunningRequests {
  count: number;
  /** Told when the last of them has ended. */
  onIdle: (() => void) | undefined;
}

const follow = (running: RunningRequests, response: ServerResponse): void => {
  running.count += 1;
  response.once('close', () => {
    running.count -= 1;
    if (running.count === 0) running.onIdle?.();
  });
};

const idle = (running: RunningRequests): Promise<void> =>
  new Promise((resolve) => {
    if (running.count === 0) resolve();
    else running.onIdle = resolve;
  });

const factsOf = (
  request: HttpRequest,
  {
    route,
    status,
    code,
    durationMs,
  }: Pick<RequestFacts, 'route' | 'status' | 'durationMs'> & {
    readonly code: string | undefined;
  },
): RequestFacts => ({
  // Made when somebody asks for it.
  get id() {
    return request.id;
  },
  ...{ method: request.method, route, status, durationMs, headers: request.headers },
  ...(code === undefined ? {} : { code }),
});

/** Serves routes over HTTP/1.1. */
export const createHttpServer = (options: HttpServerOptions): HttpServer => {
  const { elsewhere } = options;
  const dispatch = createDispatcher({ ...options, hasElsewhere: elsewhere !== undefined });
  const followed: FollowedRequests = new Set();
  const names: WrittenNames = new Map();
  const parts = { maxBodyBytes: options.maxBodyBytes ?? 10 * 1024 * 1024, followed };
  const running: RunningRequests = { count: 0, onIdle: undefined };
  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startedAt = performance.now();
    const request = new HttpRequest({ message, response }, parts);
    follow(running, response);
    const { answer, route, code, isElsewhere } = await dispatch(request);
    if (!server.listening) response.once('close', () => setImmediate(() => server.closeIdleConnections()));
    if (isElsewhere === true && elsewhere !== undefined) {
      const exchange = { message, response, body: await request.readText, signal: () => request.signal };
      await elsewhere.forward(exchange).catch((cause: unknown) => {
        options.logger.error('the process that writes gave no answer', { cause });
        const error = new DomainError(writerUnavailable, 'Try again in a moment.', { cause });
        return reply(failureAnswer(options, request, error), message, response, { request, names });
      });
      return;
    }
    await reply(answer, message, response, { request, names });
    const durationMs = performance.now() - startedAt;
    options.onRequest?.(factsOf(request, { route, status: answer.status, code, durationMs }));
  };
  const server = createServer({ keepAliveTimeout: 30_000 }, (message, response) => {
    serve(message, response).catch((cause: unknown) => {
      logFailure(options.logger, cause);
      response.destroy();
    });
  });
  return {
    listen: (port, host) => listening(server, { port, host }).then(() => ({ port: portOf(server, port) })),
    listenAt: (path) => listening(server, { path }),
    accept: (connection) => {
      // As of the connections that the server accepts itself.
      connection.allowHalfOpen = true;
      server.emit('connection', connection);
      connection.resume();
    },
    close: async () => {
      endFollowed(followed);
      const force = setTimeout(() => {
        server.closeAllConnections();
      }, 2000);
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      // The server counts the connections that it has accepted itself, and no others.
      await Promise.all([closed, idle(running)]);
      clearTimeout(force);
    },
  };
};
