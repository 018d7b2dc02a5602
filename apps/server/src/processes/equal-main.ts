import { createForwarder, createHttpServer } from '@allmende/http';
import { composeModules } from '../compose.ts';
import type { Metric } from '../metrics.ts';
import { createObservation } from '../observation.ts';
import { openServerDatabase, type ServerDatabase } from '../server-database.ts';
import type { ServerModule } from '../server-module.ts';
import type { EqualSettings } from './reader-messages.ts';
import { createChildLogger, serveParent, type RunningChild } from './serve-parent.ts';

/** What this process counts and uses itself; other figures of modules are those of the database that all share. */
const figuresOf = async (
  own: ServerDatabase,
  modules: readonly ServerModule[],
): Promise<readonly Metric[]> => {
  const figures = await Promise.all(modules.map((module) => module.metrics?.() ?? []));
  return [...own.metrics(), ...figures.flat().filter(({ type }) => type === 'counter')];
};

/**
 * A process that does the same as the one that starts it and gives it connections, over a PostgreSQL that both use.
 * What tells of the server as a whole, and its page, comes from that one.
 */
const start = async (settings: EqualSettings): Promise<RunningChild> => {
  const { config, publicUrl, writerPath, ownPath } = settings;
  const logger = createChildLogger(config.logLevel);
  const own = openServerDatabase(config);
  const parts = { config, logger, database: own.database, publicUrl: () => publicUrl };
  const modules = composeModules(parts, { demo: false });
  const observation = createObservation(config, logger);
  const forwarder = createForwarder(writerPath);
  const server = createHttpServer({
    routes: modules.flatMap(({ routes }) => routes),
    logger,
    elsewhere: forwarder,
    onRequest: observation.onRequest,
  });
  await server.listenAt(ownPath);
  for (const module of modules) await module.start();
  return {
    server,
    snapshot: async () => ({ ...observation.metrics.snapshot(), modules: await figuresOf(own, modules) }),
    stop: async () => {
      await server.close();
      forwarder.close();
      for (const module of modules.toReversed()) await module.stop();
      await observation.stop();
      await own.close();
    },
  };
};

serveParent(start);
