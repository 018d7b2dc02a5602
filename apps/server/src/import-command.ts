import { createWriteStream, type WriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import {
  contextBrokerMigrations,
  createContextBroker,
  createHttpContextSourceClient,
  createHttpTrialClient,
} from '@allmende/context-broker';
import { openDatabase, type Database } from '@allmende/database';
import { fetchDocumentOverHttp } from '@allmende/jsonld';
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
import type { Config } from './config.ts';
import { importReportText } from './import-report.ts';
import { invalidCommand } from './problems.ts';

/** What `allmende import` is asked to do. */
export interface ImportRequest {
  /** Name of a shipped mapping, or path of a JSON file. */
  readonly mapping: string;
  readonly files: readonly string[];
  readonly dryRun: boolean;
  /** Address of a running server to write to; without it the data folder is written. */
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

const openFolder = (folder: string): Database => {
  try {
    return openDatabase({ folder });
  } catch (cause) {
    if (!(cause instanceof DomainError) || cause.problem.code !== 'data-folder-in-use') throw cause;
    const detail = `A server uses the data folder ${folder}. Import through it: --to http://127.0.0.1:8080.`;
    throw new DomainError(cause.problem, detail, { cause });
  }
};

const openDestination = ({ to, tenant }: ImportRequest, config: Config, logger: Logger): Destination => {
  if (to !== undefined) {
    const writer = createHttpEntityWriter({ baseUrl: to, fetch, ...(tenant === '' ? {} : { tenant }) });
    return { writer, name: `${to} ${tenant}`, close: () => Promise.resolve() };
  }
  const database = openFolder(config.dataDir);
  database.migrate(contextBrokerMigrations);
  const broker = createContextBroker({
    database,
    clock: systemClock,
    logger,
    fetchDocument: fetchDocumentOverHttp(),
    contextSources: createHttpContextSourceClient(),
    trialClient: createHttpTrialClient({ clock: systemClock }),
    publicUrl: () => config.publicUrl ?? '',
  });
  return {
    writer: { write: (entities) => broker.writer.write(tenant, entities) },
    name: `folder ${tenant}`,
    close: () => database.close(),
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
      : await runInto(openDestination(request, config, logger), (destination) =>
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
