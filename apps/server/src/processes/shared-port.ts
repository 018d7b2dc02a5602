import { createServer, type Socket } from 'node:net';

/** Takes a connection over. */
export type ConnectionTaker = (connection: Socket) => void;

export interface SharedPort {
  listen(port: number, host: string): Promise<{ readonly port: number }>;
  /** Takes no more connections; those that were given away live on. */
  close(): void;
}

/** Listens, and gives each connection, of which nothing is read yet, to the taker whose turn it is. */
export const createSharedPort = (nextTaker: () => ConnectionTaker): SharedPort => {
  const options = { pauseOnConnect: true, allowHalfOpen: true, noDelay: true };
  const server = createServer(options, (connection) => {
    nextTaker()(connection);
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
    close: () => {
      server.close();
    },
  };
};
