import { createServer, type IncomingHttpHeaders } from 'node:http';

export interface WebhookCall {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface WebhookSink {
  readonly url: string;
  readonly calls: readonly WebhookCall[];
  /** Status of the next answers; undefined: no answer at all. */
  answerWith(status: number | undefined): void;
  /** Resolves when a call came. */
  called(): Promise<void>;
  close(): Promise<void>;
}

/** A receiver of webhooks that keeps what it got; its answers have bodies without end, but for 204. */
export const startWebhookSink = async (): Promise<WebhookSink> => {
  const calls: WebhookCall[] = [];
  const waiting: (() => void)[] = [];
  let status: number | undefined = 200;
  const server = createServer((message, response) => {
    let body = '';
    message.setEncoding('utf8');
    message.on('data', (chunk: string) => (body += chunk));
    message.on('end', () => {
      calls.push({ path: message.url ?? '', headers: message.headers, body });
      if (status !== undefined) {
        response.writeHead(status, { location: '/elsewhere' });
        if (status === 204) response.end();
        else response.write('an answer that nobody reads to its end');
      }
      for (const resolve of waiting.splice(0)) resolve();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}/hook`,
    calls,
    answerWith: (next) => {
      status = next;
    },
    called: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
      }),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};
