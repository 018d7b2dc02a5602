import { Socket } from 'node:net';
import { createContextReader } from '@allmende/context-broker';
import { openReadingDatabase } from '@allmende/database';
import { createForwarder, createHttpServer, type HttpServer } from '@allmende/http';
import { systemClock } from '@allmende/kernel';
import { createJsonLogger } from '../json-logger.ts';
import { atomicBytes, createLineWriter } from '../line-writer.ts';
import type { Metrics } from '../metrics.ts';
import { createObservation } from '../observation.ts';
import type { MessageFromReader, MessageToReader, ReaderSettings } from './reader-messages.ts';

/**
 * A process that reads beside the one that writes, which starts it and gives it connections. What it cannot answer from
 * the committed state goes to that one, and comes back from there.
 */
interface RunningReader {
  readonly server: HttpServer;
  readonly metrics: Metrics;
  stop(): Promise<void>;
}

const tell = (message: MessageFromReader): void => {
  if (process.connected) process.send?.(message);
};

const createLogger = ({ logLevel }: ReaderSettings['config']) => {
  const lines = createLineWriter((text) => process.stdout.write(text), { fullLength: atomicBytes });
  process.on('exit', lines.flush);
  return createJsonLogger({ level: logLevel, clock: systemClock, write: lines.write });
};

const start = async (settings: ReaderSettings): Promise<RunningReader> => {
  const { config, publicUrl, writerPath, ownPath } = settings;
  const logger = createLogger(config);
  const database = openReadingDatabase({ folder: config.dataDir });
  const reader = createContextReader({
    ...{ database, clock: systemClock, logger, temporalPageSize: config.temporalPageSize },
    publicUrl: () => publicUrl,
    tell: (news) => {
      tell({ kind: 'news', news });
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
    metrics: observation.metrics,
    stop: async () => {
      await server.close();
      forwarder.close();
      await reader.stop();
      await observation.stop();
      await database.close();
    },
  };
};

const running: { reader?: Promise<RunningReader> } = {};

const take = async (message: MessageToReader, connection: unknown): Promise<void> => {
  if (message.kind === 'start') {
    running.reader = start(message.settings);
    await running.reader;
    tell({ kind: 'ready' });
    return;
  }
  const reader = await running.reader;
  if (message.kind === 'connection' && connection instanceof Socket) reader?.server.accept(connection);
  if (message.kind === 'metrics' && reader !== undefined)
    tell({ kind: 'metrics', id: message.id, snapshot: reader.metrics.snapshot() });
  if (message.kind === 'stop') {
    await reader?.stop();
    process.exit(0);
  }
};

const fail = (cause: unknown): void => {
  process.stderr.write(`${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`);
  process.exit(1);
};

process.on('message', (message: MessageToReader, connection) => {
  take(message, connection).catch(fail);
});
process.on('uncaughtException', fail);
// Alone it is of no use. Signals, which a terminal sends to all processes, are for the one that writes.
process.on('disconnect', () => process.exit(1));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
