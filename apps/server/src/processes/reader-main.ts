import { createContextReader } from '@allmende/context-broker';
import { openReadingDatabase } from '@allmende/database';
import { createForwarder, createHttpServer } from '@allmende/http';
import { systemClock } from '@allmende/kernel';
import { createObservation } from '../observation.ts';
import type { ReaderSettings } from './reader-messages.ts';
import { createChildLogger, serveParent, tellParent, type RunningChild } from './serve-parent.ts';

/**
 * A process that reads beside the one that writes, which starts it and gives it connections. What it cannot answer from
 * the committed state goes to that one, and comes back from there.
 */
const start = async (settings: ReaderSettings): Promise<RunningChild> => {
  const { config, publicUrl, writerPath, ownPath } = settings;
  const logger = createChildLogger(config.logLevel);
  const database = openReadingDatabase({ folder: config.dataDir });
  const reader = createContextReader({
    ...{ database, clock: systemClock, logger, temporalPageSize: config.temporalPageSize },
    publicUrl: () => publicUrl,
    tell: (news) => {
      tellParent({ kind: 'news', news });
    },
  });
  const observation = createObservation(config, logger);
  const forwarder = createForwarder(writerPath);
  const server = createHttpServer({
    routes: reader.routes,
    logger,
    elsewhere: forwarder,
    onRequest: observation.onRequest,
  });
  await server.listenAt(ownPath);
  return {
    server,
    snapshot: () => Promise.resolve(observation.metrics.snapshot()),
    stop: async () => {
      await server.close();
      forwarder.close();
      await reader.stop();
      await observation.stop();
      await database.close();
    },
  };
};

serveParent(start);
