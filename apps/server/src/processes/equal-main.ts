import { composeModules } from '../compose.ts';
import type { Metric } from '../metrics.ts';
import { openServerDatabase, type ServerDatabase } from '../server-database.ts';
import type { ServerModule } from '../server-module.ts';
import { startChildServer } from './child-server.ts';
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
  const { config, publicUrl } = settings;
  const logger = createChildLogger(config.logLevel);
  const own = openServerDatabase(config);
  const parts = { config, logger, database: own.database, publicUrl: () => publicUrl };
  const modules = composeModules(parts, { demo: false });
  const child = await startChildServer({
    settings,
    logger,
    routes: modules.flatMap(({ routes }) => routes),
    figures: () => figuresOf(own, modules),
    stopParts: async () => {
      for (const module of modules.toReversed()) await module.stop();
    },
    closeDatabase: () => own.close(),
  });
  for (const module of modules) await module.start();
  return child;
};

serveParent(start);
