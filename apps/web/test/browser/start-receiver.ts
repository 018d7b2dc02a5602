import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** A server that keeps what is sent to it, and answers as told. */
export interface Receiver {
  /** Without trailing slash. */
  readonly address: string;
  readonly received: readonly ReceivedRequest[];
  /** Answers of the following requests. */
  answerWith(status: number, body?: string): void;
  close(): void;
}

export const startReceiver = async (): Promise<Receiver> => {
  const received: ReceivedRequest[] = [];
  let answer = { status: 200, body: '{"taken": true}' };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${String(port)}`,
    received,
    answerWith: (status, body = '') => {
      answer = { status, body };
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
