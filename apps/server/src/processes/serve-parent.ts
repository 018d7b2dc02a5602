import { Socket } from 'node:net';
import type { HttpServer } from '@allmende/http';
import { systemClock, type Logger } from '@allmende/kernel';
import type { LogLevel } from '../config.ts';
import { createJsonLogger } from '../json-logger.ts';
import { atomicBytes, createLineWriter } from '../line-writer.ts';
import type { MetricsSnapshot } from '../metrics.ts';
import type { MessageFromReader, MessageToReader } from './reader-messages.ts';

/** What a process that was started by another serves. */
export interface RunningChild {
  readonly server: HttpServer;
  snapshot(): Promise<MetricsSnapshot>;
  stop(): Promise<void>;
}

export const tellParent = (message: MessageFromReader): void => {
  if (process.connected) process.send?.(message);
};

/** Lines go to the pipe of the parent, in which only short writes stay whole. */
export const createChildLogger = (level: LogLevel): Logger => {
  const lines = createLineWriter((text) => process.stdout.write(text), { fullLength: atomicBytes });
  process.on('exit', lines.flush);
  return createJsonLogger({ level, clock: systemClock, write: lines.write });
};

const fail = (cause: unknown): void => {
  process.stderr.write(`${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`);
  process.exit(1);
};

/** Serves the connections that the parent gives, and ends with it. */
export const serveParent = <Settings>(start: (settings: Settings) => Promise<RunningChild>): void => {
  const running: { child?: Promise<RunningChild> } = {};
  const take = async (message: MessageToReader<Settings>, connection: unknown): Promise<void> => {
    if (message.kind === 'start') {
      running.child = start(message.settings);
      await running.child;
      tellParent({ kind: 'ready' });
      return;
    }
    const child = await running.child;
    if (message.kind === 'connection') {
      if (connection instanceof Socket) child?.server.accept(connection);
      tellParent({ kind: 'taken', id: message.id });
    }
    if (message.kind === 'metrics' && child !== undefined)
      tellParent({ kind: 'metrics', id: message.id, snapshot: await child.snapshot() });
    if (message.kind === 'stop') {
      await child?.stop();
      process.exit(0);
    }
  };
  process.on('message', (message: MessageToReader<Settings>, connection) => {
    take(message, connection).catch(fail);
  });
  process.on('uncaughtException', fail);
  // Alone it is of no use. Signals, which a terminal sends to all processes, are for the parent.
  process.on('disconnect', () => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
};
