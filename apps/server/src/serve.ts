import { fileURLToPath } from 'node:url';
import { createHttpServer, type Route } from '@allmende/http';
import type { Logger } from '@allmende/kernel';
import type { Config } from './config.ts';
import type { Metric } from './metrics.ts';
import { createObservation } from './observation.ts';
import type { FindPageHead } from './page-head.ts';
import { createEntrance, localUrl, type Entrance } from './processes/entrance.ts';
import { openApiRoute, serverApi } from './openapi-route.ts';
import { operationsRoutes } from './operations-routes.ts';
import { problemsPage } from './problems-page.ts';
import { openServerDatabase } from './server-database.ts';
import type { ServerModule, ServerParts } from './server-module.ts';
import { createStaticFiles } from './static-files.ts';

export interface RunningServer {
  readonly port: number;
  readonly publicUrl: string;
  /** Finishes running requests, stops the modules, closes the database. */
  stop(): Promise<void>;
}

const pageFolder = fileURLToPath(new URL('../../web/dist', import.meta.url));

/** All routes, and the document that tells of them; those of modules are guarded. */
const routesOf = (
  operations: readonly Route[],
  modules: readonly ServerModule[],
  guard: (route: Route) => Route,
): readonly Route[] => {
  const routes = [...operations, problemsPage, ...modules.flatMap((module) => module.routes).map(guard)];
  return [...routes, openApiRoute(routes, [serverApi, ...modules.flatMap(({ apis = [] }) => apis)])];
};

const metricsOf = async (modules: readonly ServerModule[]): Promise<readonly Metric[]> =>
  (await Promise.all(modules.map((module) => module.metrics?.() ?? []))).flat();

/** The first module that has something to tell of a page. */
const pageHeadOf =
  (modules: readonly ServerModule[]): FindPageHead =>
  async (path, query) => {
    for (const { pageHead } of modules) {
      const head = await pageHead?.(path, query);
      if (head !== undefined) return head;
    }
    return undefined;
  };

/** Lets requests wait until everything that has to know of them has started. */
const createGate = () => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  promise.catch(() => undefined);
  const state = { isOpen: false };
  return {
    guard: (route: Route): Route => ({
      ...route,
      handle: (request) => (state.isOpen ? route.handle(request) : promise.then(() => route.handle(request))),
    }),
    wait: (): Promise<void> => promise,
    open: () => {
      state.isOpen = true;
      resolve();
    },
    fail: reject,
  };
};

/** What modules answer besides their routes, then the web pages. */
const answerElse =
  (
    modules: readonly ServerModule[],
    pages: ReturnType<typeof createStaticFiles>,
    whenStarted: () => Promise<void>,
  ): ReturnType<typeof createStaticFiles> =>
  async (request) => {
    for (const module of modules) {
      if (module.answerElse === undefined) continue;
      await whenStarted();
      const answer = await module.answerElse(request);
      if (answer !== undefined) return answer;
    }
    return pages(request);
  };

/** Composes database, modules and HTTP, and listens. */
export const startServer = async (
  config: Config,
  logger: Logger,
  compose: (parts: ServerParts) => readonly ServerModule[] = () => [],
): Promise<RunningServer> => {
  const own = openServerDatabase(config);
  const observation = createObservation(config, logger);
  const closing: { entrance?: Entrance } = {};
  const state = { isReady: false, port: config.port };
  const gate = createGate();
  const publicUrl = (): string => config.publicUrl ?? localUrl(config.host, state.port);
  const finish = async (): Promise<void> => {
    await observation.stop();
    await own.close();
  };
  try {
    const modules = compose({ config, logger, database: own.database, publicUrl });
    await own.prepare(modules.flatMap(({ migrations }) => migrations));
    const operations = operationsRoutes({
      metricsText: async () =>
        observation.metrics.text({
          others: await entrance.metrics(),
          modules: [...own.metrics(), ...(await metricsOf(modules))],
        }),
      isReady: async () => state.isReady && (await own.isReady()),
    });
    const server = createHttpServer({
      routes: routesOf(operations, modules, gate.guard),
      logger,
      onRequest: observation.onRequest,
      fallback: answerElse(modules, createStaticFiles(pageFolder, pageHeadOf(modules)), gate.wait),
    });
    const entrance = createEntrance({
      ...{ server, config, logger },
      onNews: (news) => {
        for (const module of modules) module.hear?.(news);
      },
    });
    closing.entrance = entrance;
    state.port = await entrance.open();
    for (const module of modules) await module.start();
    state.isReady = true;
    gate.open();
    return {
      port: state.port,
      publicUrl: publicUrl(),
      stop: async () => {
        state.isReady = false;
        await entrance.close();
        for (const module of modules.toReversed()) await module.stop();
        await finish();
      },
    };
  } catch (cause) {
    gate.fail(cause);
    await closing.entrance?.close();
    await finish();
    throw cause;
  }
};
