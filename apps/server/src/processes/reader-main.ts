import { createContextReader } from '@allmende/context-broker';
import { openReadingDatabase } from '@allmende/database';
import { systemClock } from '@allmende/kernel';
import { startChildServer } from './child-server.ts';
import type { ReaderSettings } from './reader-messages.ts';
import { createChildLogger, serveParent, tellParent, type RunningChild } from './serve-parent.ts';

/**
 * A process that reads beside the one that writes, which starts it and gives it connections. What it cannot answer from
 * the committed state goes to that one, and comes back from there.
 */
const start = (settings: ReaderSettings): Promise<RunningChild> => {
  const { config, publicUrl } = settings;
  const logger = createChildLogger(config.logLevel);
  const database = openReadingDatabase({ folder: config.dataDir });
  const reader = createContextReader({
    ...{ database, clock: systemClock, logger, temporalPageSize: config.temporalPageSize },
    publicUrl: () => publicUrl,
    tell: (news) => {
      tellParent({ kind: 'news', news });
    },
  });
  return startChildServer({
    settings,
    logger,
    routes: reader.routes,
    stopParts: () => reader.stop(),
    closeDatabase: () => database.close(),
  });
};

serveParent(start);
