#!/usr/bin/env node
import { copyDatabase, restoreDatabase } from '@allmende/database';
import { DomainError, systemClock } from '@allmende/kernel';
import { help, parseCommand, type Command } from './command-line.ts';
import { printableConfig, readConfig, type Config } from './config.ts';
import { importData, printMappings, type ImportRequest } from './import-command.ts';
import { createJsonLogger } from './json-logger.ts';
import { invalidCommand } from './problems.ts';
import { composeModules } from './compose.ts';
import { startServer } from './serve.ts';

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const serve = async (config: Config, demo: boolean): Promise<void> => {
  const logger = createJsonLogger({
    level: config.logLevel,
    clock: systemClock,
    write: (line) => process.stdout.write(line),
  });
  const stopped = new Promise<string>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  const server = await startServer(config, logger, (parts) => composeModules(parts, { demo }));
  const address = server.publicUrl;
  logger.info('server is listening', {
    address,
    port: server.port,
    host: config.host,
    dataDir: config.dataDir,
  });
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

/** Ctrl-C stops after the batch under way; the next run goes on there. */
const runImportCommand = async (request: ImportRequest, config: Config): Promise<void> => {
  const stopping = new AbortController();
  process.once('SIGINT', () => {
    stopping.abort();
  });
  const write = (line: string): boolean => process.stderr.write(line);
  const logger = createJsonLogger({ level: 'warn', clock: systemClock, write });
  const isDone = await importData(request, { config, logger, terminal }, stopping.signal);
  if (!isDone) process.exitCode = 1;
};

const run = async (command: Command): Promise<void> => {
  if (command.kind === 'help') {
    process.stdout.write(help);
    return;
  }
  if (command.kind === 'mappings') {
    await printMappings(terminal);
    return;
  }
  const config = readConfig(process.env, command.flags);
  const folder = config.dataDir;
  if (command.kind === 'config') print(printableConfig(config));
  if (command.kind === 'serve') await serve(config, command.demo);
  if (command.kind === 'import') await runImportCommand(command.request, config);
  if (command.kind === 'backup') {
    await copyDatabase({ folder, file: command.file });
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
  process.stderr.write(`${cause.problem.title} ${cause.message}\n`);
  process.exitCode = cause.problem === invalidCommand ? 2 : 1;
}
