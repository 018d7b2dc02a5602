import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Logger } from '@allmende/kernel';
import { createDispatcher, type DispatcherOptions, type IncomingRequest } from './dispatcher.ts';
import { readBody } from './read-body.ts';
import type { Answer, HttpMethod } from './route.ts';

export interface HttpServerOptions extends DispatcherOptions {
  /** Largest accepted body in bytes; default 10 MiB. */
  readonly maxBodyBytes?: number;
  /** Told of every finished request; route is the path pattern. */
  readonly onRequest?: (facts: { method: string; route: string; status: number; durationMs: number }) => void;
}

export interface HttpServer {
  listen(port: number, host: string): Promise<{ readonly port: number }>;
  /** Ends open streams, waits for running requests at most two seconds. */
  close(): Promise<void>;
}

const incoming = (message: IncomingMessage, limit: number, signal: AbortSignal): IncomingRequest => {
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
    signal,
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
  signal: AbortSignal,
): Promise<void> => {
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  if (answer.stream !== undefined && message.method !== 'HEAD') return stream(answer, response, signal);
  const body = answer.body ?? '';
  if (answer.status !== 204 && answer.status !== 304) {
    response.setHeader('content-length', typeof body === 'string' ? Buffer.byteLength(body) : body.length);
  }
  // A body that nobody read would be taken for the next request on this connection.
  if (!message.complete) response.setHeader('connection', 'close');
  response.end(message.method === 'HEAD' ? undefined : body);
};

const logFailure = (logger: Logger, cause: unknown): void => {
  logger.error('answer could not be sent', { cause });
};

/** Serves routes over HTTP/1.1. */
export const createHttpServer = (options: HttpServerOptions): HttpServer => {
  const dispatch = createDispatcher(options);
  const limit = options.maxBodyBytes ?? 10 * 1024 * 1024;
  const open = new Set<AbortController>();
  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startedAt = performance.now();
    const controller = new AbortController();
    open.add(controller);
    response.once('close', () => {
      controller.abort();
      open.delete(controller);
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
    const { answer, route } = await dispatch(incoming(message, limit, controller.signal));
    await reply(answer, message, response, controller.signal);
    const durationMs = performance.now() - startedAt;
    options.onRequest?.({ method: message.method ?? '', route, status: answer.status, durationMs });
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
        for (const controller of open) controller.abort();
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
