import { Agent, request as startRequest, type IncomingMessage, type ServerResponse } from 'node:http';

/** A request and where its answer goes. */
export interface Exchange {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  /** The body, if it was read already. */
  readonly body?: string | undefined;
  /** Aborted when this process stops: ends streams, which would never end by themselves. */
  readonly signal: () => AbortSignal;
}

/** Lets a server of another process answer; it listens at a path of this machine. */
export interface Forwarder {
  /** Resolves when the answer is sent; rejects when the other server gave none. */
  forward(exchange: Exchange): Promise<void>;
  close(): void;
}

/** Members of a connection, not of what goes over it (RFC 9110 §7.6.1). */
const ownHeaders = new Set(['connection', 'keep-alive', 'proxy-connection', 'upgrade', 'expect']);

const passedOn = (headers: readonly string[]): string[] => {
  const passed: string[] = [];
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const [name = '', value = ''] = [headers[index], headers[index + 1]];
    if (!ownHeaders.has(name.toLowerCase())) passed.push(name, value);
  }
  return passed;
};

/** HTTP/1.1, which goes to the other server, requires the host that a client of HTTP/1.0 need not name. */
const askedWith = ({ headers, rawHeaders }: IncomingMessage): string[] =>
  headers.host === undefined ? [...passedOn(rawHeaders), 'host', 'localhost'] : passedOn(rawHeaders);

/** Copies an answer; what the client leaves unread waits at the other server. */
const copyAnswer = (answer: IncomingMessage, { response, message, signal }: Exchange): void => {
  // The body of the request may still be on its way when the answer is there.
  const isOver = message.complete;
  const headers = passedOn(answer.rawHeaders);
  response.writeHead(answer.statusCode ?? 502, isOver ? headers : [...headers, 'connection', 'close']);
  if (answer.headers['content-type'] === 'text/event-stream') {
    response.flushHeaders();
    signal().addEventListener('abort', () => {
      answer.destroy();
      response.end();
    });
  }
  answer.pipe(response);
};

/** Forwards over connections that are kept open. */
export const createForwarder = (socketPath: string): Forwarder => {
  const agent = new Agent({ keepAlive: true });
  const forward = (exchange: Exchange): Promise<void> =>
    new Promise((resolve, reject) => {
      const { message, response, body } = exchange;
      const { method = 'GET', url: path = '/' } = message;
      const headers = askedWith(message);
      const outgoing = startRequest({ socketPath, agent, method, path, headers, setHost: false });
      outgoing.once('response', (answer) => {
        answer.once('error', () => response.destroy());
        copyAnswer(answer, exchange);
      });
      outgoing.once('error', (cause) => {
        if (response.headersSent || response.destroyed) response.destroy();
        else reject(cause);
      });
      response.once('close', () => {
        // The client is gone before its answer was whole.
        if (!response.writableFinished) outgoing.destroy();
        resolve();
      });
      if (body === undefined) message.pipe(outgoing);
      else outgoing.end(body);
    });
  return {
    forward,
    close: () => {
      agent.destroy();
    },
  };
};
