import { fileURLToPath } from 'node:url';
import { openDatabase, type Database, type Migration } from '@allmende/database';
import { createHttpServer, type HttpServer, type Route } from '@allmende/http';
import { DomainError, systemClock, type Logger } from '@allmende/kernel';
import type { Config } from './config.ts';
import { createMetrics } from './metrics.ts';
import { operationsRoutes } from './operations-routes.ts';
import { addressInUse } from './problems.ts';
import { isDatabaseReady } from './sql-readiness.ts';
import { createStaticFiles } from './static-files.ts';
import { createTraceExporter } from './trace-exporter.ts';

/** What a product package gives the server. */
export interface ServerModule {
  readonly routes: readonly Route[];
  readonly migrations: readonly Migration[];
  start(): void | Promise<void>;
  stop(): Promise<void>;
}

/** What modules are composed over. */
export interface ServerParts {
  readonly config: Config;
  readonly logger: Logger;
  readonly database: Database;
  /** Address under which users reach the server, without trailing slash; known once it listens. */
  publicUrl(): string;
}

export interface RunningServer {
  readonly port: number;
  readonly publicUrl: string;
  /** Finishes running requests, stops the modules, closes the database. */
  stop(): Promise<void>;
}

const pageFolder = fileURLToPath(new URL('../../web/dist', import.meta.url));

const localUrl = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

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
  compose: (parts: ServerParts) => readonly ServerModule[] = () => [],
): Promise<RunningServer> => {
  const database = openDatabase({ folder: config.dataDir });
  const metrics = createMetrics();
  const traces =
    config.otlpEndpoint === undefined
      ? undefined
      : createTraceExporter({ endpoint: config.otlpEndpoint, fetch, clock: systemClock, logger });
  const state = { stopping: false, port: config.port };
  const publicUrl = (): string => config.publicUrl ?? localUrl(config.host, state.port);
  const finish = async (): Promise<void> => {
    metrics.stop();
    await traces?.stop();
    await database.close();
  };
  try {
    const modules = compose({ config, logger, database, publicUrl });
    database.migrate(modules.flatMap(({ migrations }) => migrations));
    const server = createHttpServer({
      routes: [
        ...operationsRoutes({ metrics, isReady: () => !state.stopping && isDatabaseReady(database) }),
        ...modules.flatMap(({ routes }) => routes),
      ],
      logger,
      onRequest: (facts) => {
        metrics.observe(facts);
        traces?.observe(facts);
      },
      fallback: createStaticFiles(pageFolder),
    });
    state.port = await listen(server, config);
    for (const module of modules) await module.start();
    return {
      port: state.port,
      publicUrl: publicUrl(),
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
