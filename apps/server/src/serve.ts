import { fileURLToPath } from 'node:url';
import { openDatabase, type Migration } from '@allmende/database';
import { createHttpServer, type HttpServer, type Route } from '@allmende/http';
import { DomainError, type Logger } from '@allmende/kernel';
import type { Config } from './config.ts';
import { createMetrics } from './metrics.ts';
import { operationsRoutes } from './operations-routes.ts';
import { addressInUse } from './problems.ts';
import { isDatabaseReady } from './sql-readiness.ts';
import { createStaticFiles } from './static-files.ts';

/** What a product package gives the server. */
export interface ServerModule {
  readonly routes: readonly Route[];
  readonly migrations: readonly Migration[];
  start(): void;
  stop(): Promise<void>;
}

export interface RunningServer {
  readonly port: number;
  /** Finishes running requests, stops the modules, closes the database. */
  stop(): Promise<void>;
}

const pageFolder = fileURLToPath(new URL('../../web/dist', import.meta.url));

const listen = async (server: HttpServer, { port, host }: Config): Promise<number> => {
  try {
    return (await server.listen(port, host)).port;
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE')) throw cause;
    const detail = `Port ${port} on ${host} is taken. Stop the other program, or choose another PORT.`;
    throw new DomainError(addressInUse, detail, { cause });
  }
};

/** Composes database, modules and HTTP, and listens. */
export const startServer = async (
  config: Config,
  logger: Logger,
  modules: readonly ServerModule[] = [],
): Promise<RunningServer> => {
  const database = openDatabase({ folder: config.dataDir });
  const metrics = createMetrics();
  const state = { stopping: false };
  const finish = async (): Promise<void> => {
    metrics.stop();
    await database.close();
  };
  try {
    database.migrate(modules.flatMap(({ migrations }) => migrations));
    const server = createHttpServer({
      routes: [
        ...operationsRoutes({ metrics, isReady: () => !state.stopping && isDatabaseReady(database) }),
        ...modules.flatMap(({ routes }) => routes),
      ],
      logger,
      onRequest: metrics.observe,
      fallback: createStaticFiles(pageFolder),
    });
    const port = await listen(server, config);
    for (const module of modules) module.start();
    return {
      port,
      stop: async () => {
        state.stopping = true;
        await server.close();
        for (const module of modules.toReversed()) await module.stop();
        await finish();
      },
    };
  } catch (cause) {
    await finish();
    throw cause;
  }
};
