import { createForwarder, createHttpServer, type Route } from '@allmende/http';
import type { Logger } from '@allmende/kernel';
import type { Metric } from '../metrics.ts';
import { createObservation } from '../observation.ts';
import type { EqualSettings, ReaderSettings } from './reader-messages.ts';
import type { RunningChild } from './serve-parent.ts';

export interface ChildServerParts {
  readonly settings: ReaderSettings | EqualSettings;
  readonly logger: Logger;
  readonly routes: readonly Route[];
  /** What the parts behind the routes count. */
  readonly figures?: () => Promise<readonly Metric[]>;
  /** Ends what is behind the routes; no request is under way any more. */
  readonly stopParts: () => Promise<void>;
  /** The last to end: what is behind the routes, and what is noted of them, may still use it. */
  readonly closeDatabase: () => Promise<void>;
}

/** Serves routes in a process that another one started; what they do not answer goes to that one. */
export const startChildServer = async (parts: ChildServerParts): Promise<RunningChild> => {
  const { settings, logger, routes, figures } = parts;
  const observation = createObservation(settings.config, logger);
  const forwarder = createForwarder(settings.writerPath);
  const { onRequest, metrics } = observation;
  const server = createHttpServer({ routes, logger, elsewhere: forwarder, onRequest });
  await server.listenAt(settings.ownPath);
  return {
    server,
    snapshot: async () => ({
      ...metrics.snapshot(),
      ...(figures === undefined ? {} : { modules: await figures() }),
    }),
    stop: async () => {
      await server.close();
      forwarder.close();
      await parts.stopParts();
      await observation.stop();
      await parts.closeDatabase();
    },
  };
};
