import { randomUUID } from 'node:crypto';
import type { ReaderNews } from '@allmende/context-broker';
import type { HttpServer } from '@allmende/http';
import { DomainError, type Logger } from '@allmende/kernel';
import type { Config } from '../config.ts';
import type { MetricsSnapshot } from '../metrics.ts';
import { addressInUse, addressNotUsable } from '../problems.ts';
import { makeSocketFolder, ReaderProcesses } from './reader-processes.ts';
import { createSharedPort } from './shared-port.ts';

/** Where a server on this machine is found. */
export const localUrl = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

const listenReasons: ReadonlyMap<unknown, string> = new Map([
  ['EACCES', 'this user may not use the port; choose a PORT above 1023'],
  ['EADDRNOTAVAIL', 'HOST is not an address of this machine; choose 127.0.0.1 or 0.0.0.0'],
  ['ENOTFOUND', 'HOST is not known; choose an address of this machine'],
  ['EAI_AGAIN', 'HOST is not known; choose an address of this machine'],
]);

const listen = async (server: Pick<HttpServer, 'listen'>, { port, host }: Config): Promise<number> => {
  try {
    return (await server.listen(port, host)).port;
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'EADDRINUSE') {
      const detail = `Port ${port} on ${host} is taken. Stop the other program, or choose another PORT.`;
      throw new DomainError(addressInUse, detail, { cause });
    }
    const reason = listenReasons.get(code);
    if (reason === undefined) throw cause;
    throw new DomainError(addressNotUsable, `Port ${port} on ${host}: ${reason}.`, { cause });
  }
};

/** How connections come to the server. */
export interface Entrance {
  /** Takes connections; answers the port. */
  open(): Promise<number>;
  /** Takes no more connections, and waits until the running requests have their answers. */
  close(): Promise<void>;
  /** What the other processes have counted. */
  metrics(): Promise<readonly MetricsSnapshot[]>;
}

interface EntranceParts {
  readonly server: HttpServer;
  readonly config: Config;
  readonly logger: Logger;
  readonly onNews: (news: readonly ReaderNews[]) => void;
}

const createOwnEntrance = ({ server, config }: EntranceParts): Entrance => ({
  open: () => listen(server, config),
  close: () => server.close(),
  metrics: () => Promise.resolve([]),
});

/**
 * Connections go in turn to this process and to others: over PostgreSQL these do the same, on the embedded database they
 * only read. What they cannot answer comes back here.
 */
const createSharedEntrance = ({ server, config, logger, onNews }: EntranceParts): Entrance => {
  const sockets = makeSocketFolder();
  const { dataDir, logLevel, temporalPageSize, otlpEndpoint, host, databaseUrl } = config;
  const isEmbedded = databaseUrl === undefined;
  const shared = { port: config.port };
  const readers = new ReaderProcesses({
    count: config.processes - 1,
    ...{ logger, onNews },
    program: isEmbedded ? 'reader-main.ts' : 'equal-main.ts',
    settings: (number) => ({
      config: isEmbedded ? { dataDir, logLevel, temporalPageSize, otlpEndpoint } : config,
      publicUrl: config.publicUrl ?? localUrl(host, shared.port),
      writerPath: sockets.path('writer'),
      ownPath: sockets.path(`reader-${String(number)}-${randomUUID().slice(0, 8)}`),
    }),
  });
  const door = createSharedPort(() => readers.nextTaker((connection) => server.accept(connection)));
  return {
    open: async () => {
      await server.listenAt(sockets.path('writer'));
      shared.port = await listen(door, config);
      await readers.start();
      return shared.port;
    },
    close: async () => {
      door.close();
      // They may have questions for this process until they have ended.
      await readers.stop();
      await server.close();
      sockets.remove();
    },
    metrics: () => readers.metrics(),
  };
};

export const createEntrance = (parts: EntranceParts): Entrance =>
  parts.config.processes > 1 ? createSharedEntrance(parts) : createOwnEntrance(parts);
