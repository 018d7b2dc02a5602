import { createWriteStream, type WriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import { contextBrokerMigrations } from '@allmende/context-broker';
import { DomainError, systemClock, type Logger } from '@allmende/kernel';
import {
  createFileImportJournal,
  createHttpEntityWriter,
  importProblems,
  listMappings,
  loadSchemas,
  loadShippedMapping,
  readMapping,
  renderProgress,
  runImport,
  type EntityWriter,
  type ImportReport,
  type Mapping,
} from '@allmende/sensor-gateway';
import { monitoringMigrations } from '@allmende/monitoring';
import { composeCore } from './compose.ts';
import type { Config } from './config.ts';
import { importReportText } from './import-report.ts';
import { invalidCommand } from './problems.ts';
import { openServerDatabase, type ServerDatabase } from './server-database.ts';
import { withoutPassword } from './without-password.ts';

/** What `allmende import` is asked to do. */
export interface ImportRequest {
  /** Name of a shipped mapping, or path of a JSON file. */
  readonly mapping: string;
  readonly files: readonly string[];
  readonly dryRun: boolean;
  /** Address of a running server to write to; without it the data folder, or PostgreSQL, is written. */
  readonly to?: string;
  readonly tenant: string;
  /** Folder of Smart Data Models schemas that a dry run checks against. */
  readonly schemas?: string;
  /** File that takes every refusal as a line of JSON. */
  readonly refusals?: string;
  readonly restart: boolean;
  /** Stops each file after so many records. */
  readonly limit?: number;
}

interface Terminal {
  print(text: string): void;
  /** Overwrites the current line; does nothing where there is no terminal. */
  status(text: string): void;
}

const loadMapping = async (nameOrFile: string): Promise<Mapping> => {
  if (!nameOrFile.endsWith('.json')) return loadShippedMapping(nameOrFile);
  const text = await readFile(nameOrFile, 'utf8').catch((cause: unknown) => {
    throw new DomainError(importProblems.mappingNotFound, `${nameOrFile} cannot be read.`, { cause });
  });
  try {
    return readMapping(JSON.parse(text));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new DomainError(importProblems.invalidMapping, `${nameOrFile} is not JSON: ${cause.message}.`, {
      cause,
    });
  }
};

interface Destination {
  readonly writer: EntityWriter;
  /** Tells destinations apart in the journal. */
  readonly name: string;
  close(): Promise<void>;
}

const open = (config: Config): ServerDatabase => {
  try {
    return openServerDatabase(config);
  } catch (cause) {
    if (!(cause instanceof DomainError) || cause.problem.code !== 'data-folder-in-use') throw cause;
    const detail = `A server uses the data folder ${config.dataDir}. Import through it: --to http://127.0.0.1:8080.`;
    throw new DomainError(cause.problem, detail, { cause });
  }
};

/** On PostgreSQL servers may run meanwhile: what they are to be told of, and alerts, is queued for them. */
const openDestination = async (
  { to, tenant }: ImportRequest,
  config: Config,
  logger: Logger,
): Promise<Destination> => {
  if (to !== undefined) {
    const writer = createHttpEntityWriter({ baseUrl: to, fetch, ...(tenant === '' ? {} : { tenant }) });
    return { writer, name: `${to} ${tenant}`, close: () => Promise.resolve() };
  }
  const own = open(config);
  const { databaseUrl, publicUrl = '' } = config;
  try {
    await own.prepare([...contextBrokerMigrations, ...monitoringMigrations]);
  } catch (cause) {
    await own.close();
    throw cause;
  }
  const { broker } = composeCore({ config, logger, publicUrl: () => publicUrl }, own.database);
  const place = databaseUrl === undefined ? 'folder' : withoutPassword(databaseUrl);
  return {
    writer: { write: (entities) => broker.writer.write(tenant, entities) },
    name: `${place} ${tenant}`,
    close: () => own.close(),
  };
};

/** Lists the mappings that come with Allmende. */
export const printMappings = async ({ print }: Terminal): Promise<void> => {
  const mappings = await listMappings();
  const width = Math.max(...mappings.map(({ name }) => name.length));
  for (const { name, title } of mappings) print(`${name.padEnd(width)}  ${title}`);
};

const closeFile = async (stream: WriteStream | undefined): Promise<void> => {
  if (stream === undefined) return;
  stream.end();
  await once(stream, 'close');
};

/** Runs an import to its end or until `signal`; answers whether all went well. */
export const importData = async (
  request: ImportRequest,
  parts: { readonly config: Config; readonly logger: Logger; readonly terminal: Terminal },
  signal: AbortSignal,
): Promise<boolean> => {
  const { config, logger, terminal } = parts;
  if (request.schemas !== undefined && !request.dryRun) {
    throw new DomainError(invalidCommand, '--schemas needs --dry-run.');
  }
  const mapping = await loadMapping(request.mapping);
  const refusals = request.refusals === undefined ? undefined : createWriteStream(request.refusals);
  const common = {
    mapping,
    files: request.files,
    clock: systemClock,
    signal,
    ...(request.limit === undefined ? {} : { maxRecords: request.limit }),
    onProgress: (progress: Parameters<typeof renderProgress>[0]) => {
      terminal.status(renderProgress(progress));
    },
    onRefusal: (refusal: unknown) => {
      refusals?.write(`${JSON.stringify(refusal)}\n`);
    },
  };
  try {
    const report = request.dryRun
      ? await runImport({
          ...common,
          dryRun: true,
          ...(request.schemas === undefined ? {} : { validator: await loadSchemas(request.schemas) }),
        })
      : await runInto(await openDestination(request, config, logger), (destination) =>
          runImport({
            ...common,
            writer: destination.writer,
            destination: destination.name,
            journal: createFileImportJournal(config.dataDir),
            restart: request.restart,
          }),
        );
    const { dryRun, schemas } = request;
    terminal.status('');
    terminal.print(importReportText(report, { dryRun, isChecked: schemas !== undefined }));
    return report.failure === undefined && report.files.every(({ outcome }) => outcome !== 'aborted');
  } finally {
    await closeFile(refusals);
  }
};

const runInto = async (
  destination: Destination,
  run: (destination: Destination) => Promise<ImportReport>,
): Promise<ImportReport> => {
  try {
    return await run(destination);
  } finally {
    await destination.close();
  }
};
