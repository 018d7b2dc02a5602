import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Notification {
  readonly headers: IncomingHttpHeaders;
  readonly body: {
    readonly id: string;
    readonly type: string;
    readonly subscriptionId: string;
    readonly notifiedAt: string;
    readonly data: readonly Readonly<Record<string, unknown>>[];
  };
}

export interface NotificationReceiver {
  readonly uri: string;
  readonly received: readonly Notification[];
  /** Status of the following answers; 200 at first. */
  answerWith(status: number): void;
  /** The notification with this number, counted from 1, once it has arrived. */
  nth(number: number): Promise<Notification>;
  close(): Promise<void>;
}

/** A real HTTP server on this machine that takes notifications. */
export const startReceiver = async (): Promise<NotificationReceiver> => {
  const received: Notification[] = [];
  const waiting = new Set<() => void>();
  let status = 200;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Notification['body'];
      received.push({ headers: request.headers, body });
      response.writeHead(status).end();
      for (const wake of waiting) wake();
      waiting.clear();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    uri: `http://127.0.0.1:${port}/notify`,
    received,
    answerWith: (next) => {
      status = next;
    },
    nth: async (number) => {
      for (;;) {
        const found = received[number - 1];
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => waiting.add(resolve));
      }
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
