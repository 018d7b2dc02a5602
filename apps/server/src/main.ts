#!/usr/bin/env node
import { access, constants } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { copyDatabase, restoreDatabase } from '@allmende/database';
import { DomainError, systemClock } from '@allmende/kernel';
import { help, parseCommand, type Command } from './command-line.ts';
import { printableConfig, readConfig, type Config } from './config.ts';
import { importData, printMappings, type ImportRequest } from './import-command.ts';
import { createJsonLogger } from './json-logger.ts';
import { atomicBytes, createLineWriter } from './line-writer.ts';
import { backupNotWritable, copyByPostgres, invalidCommand } from './problems.ts';
import { stopSignal } from './stop-signal.ts';
import { importPortal } from './portal-import-command.ts';
import { createPortalToken } from './portal-token-command.ts';
import { composeModules } from './compose.ts';
import { withoutPassword } from './without-password.ts';
import { startServer } from './serve.ts';

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** Resolves with the first signal; whoever asks again after a second doesn't wait any longer. */
const waitForStop = (onInsist: (signal: string) => void): Promise<string> =>
  stopSignal({
    source: process,
    now: () => systemClock.now(),
    onInsist: (signal) => {
      onInsist(signal);
      process.exit(1);
    },
  });

const serve = async (config: Config, demo: boolean): Promise<void> => {
  // Readers write to the same pipe, in which only short writes stay whole.
  const writing = config.processes > 1 ? { fullLength: atomicBytes } : {};
  const lines = createLineWriter((text) => process.stdout.write(text), writing);
  process.on('exit', lines.flush);
  const logger = createJsonLogger({ level: config.logLevel, clock: systemClock, write: lines.write });
  process.on('uncaughtException', (cause) => {
    logger.error('server failed', { cause });
    process.exit(1);
  });
  const stopped = waitForStop((signal) => {
    logger.warn('server is stopped at once', { signal });
  });
  const server = await startServer(config, logger, (parts) => composeModules(parts, { demo }));
  const address = server.publicUrl;
  logger.info('server is listening', {
    address,
    port: server.port,
    host: config.host,
    ...(config.databaseUrl === undefined
      ? { dataDir: config.dataDir }
      : { database: withoutPassword(config.databaseUrl) }),
  });
  lines.flush();
  if (process.stdout.isTTY) print(`\n  Allmende: ${address}\n  Beenden mit Strg-C / stop with Ctrl-C\n`);
  const signal = await stopped;
  logger.info('server is stopping', { signal });
  await server.stop();
  logger.info('server has stopped');
};

const terminal = {
  print,
  status: (text: string): void => {
    if (process.stderr.isTTY) process.stderr.write(`\r${text}\u001b[K`);
  },
};

const runImportCommand = async (request: ImportRequest, config: Config): Promise<void> => {
  const write = (line: string): boolean => process.stderr.write(line);
  const logger = createJsonLogger({ level: 'warn', clock: systemClock, write });
  const isDone = await importData(request, { config, logger, terminal }, stopping());
  if (!isDone) process.exitCode = 1;
};

/** Ctrl-C stops after the entry under way; the next run goes on there. */
const stopping = (): AbortSignal => {
  const controller = new AbortController();
  void waitForStop(() => undefined).then(() => {
    controller.abort();
  });
  return controller.signal;
};

const backUp = async (folder: string, file: string): Promise<void> => {
  try {
    await access(dirname(resolve(file)), constants.W_OK);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DomainError(backupNotWritable, `${file}: ${reason}.`, { cause });
  }
  await copyDatabase({ folder, file });
};

/** A copy of PostgreSQL is made and put back by its own tools, also while servers run. */
const refuseOnPostgres = (
  { databaseUrl }: Config,
  { kind, file }: { kind: 'backup' | 'restore'; file: string },
) => {
  if (databaseUrl === undefined) return;
  const address = withoutPassword(databaseUrl);
  const detail =
    kind === 'backup'
      ? `Use pg_dump --format=custom --no-comments --exclude-table-data=public.spatial_ref_sys --file=${file} --dbname=${address}`
      : `Use pg_restore --no-owner --exit-on-error --dbname=${address} ${file}, into a new database that has PostGIS`;
  throw new DomainError(copyByPostgres, `${detail} (docs/operation.md).`);
};

/** What went wrong: each finding in a line of its own. */
const failureText = ({ problem, message, findings }: DomainError): string =>
  findings.length === 0
    ? `${problem.title} ${message}`
    : [problem.title, ...findings.map(({ pointer, detail }) => `  ${pointer} ${detail}`)].join('\n');

const run = async (command: Command): Promise<void> => {
  if (command.kind === 'help') {
    process.stdout.write(help);
    return;
  }
  if (command.kind === 'mappings') {
    await printMappings(terminal);
    return;
  }
  // A line per request would bury the address in a terminal.
  const defaults = process.stdout.isTTY ? { LOG_LEVEL: 'warn' } : {};
  const config = readConfig({ ...defaults, ...process.env }, command.flags);
  const folder = config.dataDir;
  if (command.kind === 'config') print(printableConfig(config));
  if (command.kind === 'serve') await serve(config, command.demo);
  if (command.kind === 'import') await runImportCommand(command.request, config);
  if (command.kind === 'portal-import') {
    const isDone = await importPortal(command.request, { config, terminal }, stopping());
    if (!isDone) process.exitCode = 1;
  }
  if (command.kind === 'portal-token') await createPortalToken(command.request, { config, print });
  if (command.kind === 'backup' || command.kind === 'restore') refuseOnPostgres(config, command);
  if (command.kind === 'backup') {
    await backUp(folder, command.file);
    print(`Gesichert / copied: ${folder} → ${command.file}`);
  }
  if (command.kind === 'restore') {
    restoreDatabase({ folder, file: command.file, replace: command.replace });
    print(`Eingespielt / restored: ${command.file} → ${folder}`);
  }
};

try {
  await run(parseCommand(process.argv.slice(2)));
} catch (cause) {
  if (!(cause instanceof DomainError)) throw cause;
  process.stderr.write(`${failureText(cause)}\n`);
  process.exitCode = cause.problem === invalidCommand ? 2 : 1;
}
