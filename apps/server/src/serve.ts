import { fileURLToPath } from 'node:url';
import type { Database, Migration, PostgresDatabase } from '@allmende/database';
import { createHttpServer, type ApiDescription, type HttpServer, type Route } from '@allmende/http';
import { DomainError, systemClock, type Logger } from '@allmende/kernel';
import type { Config } from './config.ts';
import { createMetrics, type Metric } from './metrics.ts';
import { openApiRoute, serverApi } from './openapi-route.ts';
import { operationsRoutes } from './operations-routes.ts';
import { addressInUse, addressNotUsable } from './problems.ts';
import { problemsPage } from './problems-page.ts';
import { createRequestLog } from './request-log.ts';
import { openServerDatabase } from './server-database.ts';
import { createStaticFiles } from './static-files.ts';
import { createTraceExporter } from './trace-exporter.ts';

/** What a product package gives the server. */
export interface ServerModule {
  readonly routes: readonly Route[];
  /** What the OpenAPI document tells of the routes. */
  readonly api?: ApiDescription;
  readonly migrations: readonly Migration[];
  /** Figures for operators, collected when they ask. */
  metrics?(): Promise<readonly Metric[]>;
  start(): void | Promise<void>;
  stop(): Promise<void>;
}

/** What modules are composed over. */
export interface ServerParts {
  readonly config: Config;
  readonly logger: Logger;
  readonly database: Database | PostgresDatabase;
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

const listenReasons: ReadonlyMap<unknown, string> = new Map([
  ['EACCES', 'this user may not use the port; choose a PORT above 1023'],
  ['EADDRNOTAVAIL', 'HOST is not an address of this machine; choose 127.0.0.1 or 0.0.0.0'],
  ['ENOTFOUND', 'HOST is not known; choose an address of this machine'],
  ['EAI_AGAIN', 'HOST is not known; choose an address of this machine'],
]);

const listen = async (server: HttpServer, { port, host }: Config): Promise<number> => {
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

/** Routes, and the document that tells of them. */
const withDocument = (routes: readonly Route[], modules: readonly ServerModule[]): readonly Route[] => [
  ...routes,
  openApiRoute(routes, [serverApi, ...modules.flatMap(({ api }) => (api === undefined ? [] : [api]))]),
];

const metricsOf = async (modules: readonly ServerModule[]): Promise<readonly Metric[]> =>
  (await Promise.all(modules.map((module) => module.metrics?.() ?? []))).flat();

/** Composes database, modules and HTTP, and listens. */
export const startServer = async (
  config: Config,
  logger: Logger,
  compose: (parts: ServerParts) => readonly ServerModule[] = () => [],
): Promise<RunningServer> => {
  const own = openServerDatabase(config);
  const metrics = createMetrics();
  const traces =
    config.otlpEndpoint === undefined
      ? undefined
      : createTraceExporter({ endpoint: config.otlpEndpoint, fetch, clock: systemClock, logger });
  const logRequest = createRequestLog(logger);
  const state = { isReady: false, port: config.port };
  const publicUrl = (): string => config.publicUrl ?? localUrl(config.host, state.port);
  const finish = async (): Promise<void> => {
    metrics.stop();
    await traces?.stop();
    await own.close();
  };
  try {
    const modules = compose({ config, logger, database: own.database, publicUrl });
    await own.prepare(modules.flatMap(({ migrations }) => migrations));
    const routes = [
      ...operationsRoutes({
        metrics,
        moduleMetrics: async () => [...own.metrics(), ...(await metricsOf(modules))],
        isReady: async () => state.isReady && (await own.isReady()),
      }),
      problemsPage,
      ...modules.flatMap((module) => module.routes),
    ];
    const server = createHttpServer({
      routes: withDocument(routes, modules),
      logger,
      onRequest: (facts) => {
        logRequest(facts);
        metrics.observe(facts);
        traces?.observe(facts);
      },
      fallback: createStaticFiles(pageFolder),
    });
    state.port = await listen(server, config);
    for (const module of modules) await module.start();
    state.isReady = true;
    return {
      port: state.port,
      publicUrl: publicUrl(),
      stop: async () => {
        state.isReady = false;
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
