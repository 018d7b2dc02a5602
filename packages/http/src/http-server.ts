import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Logger } from '@allmende/kernel';
import { createDispatcher, type DispatcherOptions, type IncomingRequest } from './dispatcher.ts';
import { readBody } from './read-body.ts';
import type { Answer, HttpMethod } from './route.ts';

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
}

export interface HttpServer {
  listen(port: number, host: string): Promise<{ readonly port: number }>;
  /** Ends open streams, waits for running requests at most two seconds. */
  close(): Promise<void>;
}

/** Why a signal is aborted; one for all, as making one costs more than answering. */
const clientIsGone = new Error('The client is gone, or the server stops.');

/** The end of a request; its signal is made when someone asks for it. */
class RequestEnd {
  #controller: AbortController | undefined;
  #isOver = false;

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#isOver) this.#controller.abort(clientIsGone);
    return this.#controller.signal;
  }

  come(): void {
    this.#isOver = true;
    this.#controller?.abort(clientIsGone);
  }
}

const incoming = (message: IncomingMessage, limit: number, end: RequestEnd): IncomingRequest => {
  const target = message.url ?? '/';
  const mark = target.indexOf('?');
  const rawQuery = mark < 0 ? '' : target.slice(mark + 1);
  return {
    id: randomUUID(),
    method: message.method as HttpMethod,
    path: mark < 0 ? target : target.slice(0, mark),
    query: new URLSearchParams(rawQuery),
    rawQuery,
    headers: message.headers,
    text: () => readBody(message, limit),
    get signal() {
      return end.signal;
    },
  };
};

const stream = async (answer: Answer, response: ServerResponse, signal: AbortSignal): Promise<void> => {
  response.flushHeaders();
  const send = (chunk: string): void => {
    if (!signal.aborted) response.write(chunk);
  };
  await answer.stream?.(send, signal);
  response.end();
};

const reply = async (
  answer: Answer,
  message: IncomingMessage,
  response: ServerResponse,
  end: RequestEnd,
): Promise<void> => {
  const headers: Record<string, string | number | string[]> = {};
  const given = answer.headers;
  for (const name in given) {
    const value = given[name];
    if (value !== undefined) headers[name] = typeof value === 'string' ? value : [...value];
  }
  if (answer.stream !== undefined && message.method !== 'HEAD') {
    response.writeHead(answer.status, headers);
    return stream(answer, response, end.signal);
  }
  const body = answer.body ?? '';
  if (answer.status !== 204 && answer.status !== 304) {
    headers['content-length'] = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  }
  // A body that nobody read would be taken for the next request on this connection.
  if (!message.complete) headers['connection'] = 'close';
  response.writeHead(answer.status, headers).end(message.method === 'HEAD' ? undefined : body);
};

const logFailure = (logger: Logger, cause: unknown): void => {
  logger.error('answer could not be sent', { cause });
};

/** Serves routes over HTTP/1.1. */
export const createHttpServer = (options: HttpServerOptions): HttpServer => {
  const dispatch = createDispatcher(options);
  const limit = options.maxBodyBytes ?? 10 * 1024 * 1024;
  const open = new Set<RequestEnd>();
  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startedAt = performance.now();
    const end = new RequestEnd();
    open.add(end);
    response.once('close', () => {
      end.come();
      open.delete(end);
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
    const request = incoming(message, limit, end);
    const { answer, route, code } = await dispatch(request);
    await reply(answer, message, response, end);
    options.onRequest?.({
      id: request.id,
      method: request.method,
      route,
      status: answer.status,
      durationMs: performance.now() - startedAt,
      headers: message.headers,
      ...(code === undefined ? {} : { code }),
    });
  };
  const server = createServer({ keepAliveTimeout: 30_000 }, (message, response) => {
    serve(message, response).catch((cause: unknown) => {
      logFailure(options.logger, cause);
      response.destroy();
    });
  });
  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          const address = server.address();
          resolve({ port: typeof address === 'object' && address !== null ? address.port : port });
        });
      }),
    close: () =>
      new Promise((resolve) => {
        for (const end of open) end.come();
        const force = setTimeout(() => {
          server.closeAllConnections();
        }, 2000);
        server.close(() => {
          clearTimeout(force);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
};
