import { DomainError } from '@allmende/kernel';
import type { EntityWriter } from '../entity-writer.ts';
import { openSource, type OpenSource } from '../source/open-source.ts';
import { readRecords } from '../source/read-records.ts';
import { dryRunWriter } from './dry-run-writer.ts';
import { FileImport } from './file-import.ts';
import { importKey } from './file-identity.ts';
import type { ImportJournal } from './import-journal.ts';
import type { Counts, FileReport, ImportOptions, ImportReport } from './import-options.ts';
import { RunTally } from './run-tally.ts';
import { sampling } from './sampling-writer.ts';

const BATCH_RECORDS = 2000;
const EXAMPLES_PER_REASON = 5;
/** How often the journal is written at most; a power cut costs this much work, which is then repeated. */
const JOURNAL_INTERVAL_MS = 500;

const none: Counts = { records: 0, stored: 0, passedOver: 0, refused: 0 };

/** Where a file stands in the journal. */
interface JournalPage {
  readonly earlier: Counts;
  readonly isFinished: boolean;
  write(counts: Counts, isFinished: boolean): Promise<void>;
}

const openPage = async (options: ImportOptions, file: string): Promise<JournalPage> => {
  const journal: ImportJournal | undefined = options.dryRun === true ? undefined : options.journal;
  if (options.dryRun === true || journal === undefined) {
    return { earlier: none, isFinished: false, write: () => Promise.resolve() };
  }
  const { mapping, destination = '', restart = false } = options;
  const key = await importKey(file, mapping, destination);
  const known = restart ? undefined : await journal.find(key);
  // ids numbered over the whole file need the whole file
  const goesOn = known?.isFinished === true || (mapping.entity.repeats ?? 'join') === 'join';
  return {
    earlier: goesOn ? (known ?? none) : none,
    isFinished: known?.isFinished ?? false,
    write: ({ records, stored, passedOver, refused }, isFinished) =>
      journal.record(key, { file, mapping: mapping.name, records, stored, passedOver, refused, isFinished }),
  };
};

const countsOf = ({ records, stored, passedOver, refused }: Counts): Counts => ({
  records,
  stored,
  passedOver,
  refused,
});

interface Run {
  readonly options: ImportOptions;
  readonly writer: EntityWriter;
  readonly tally: RunTally;
}

const importFile = async (
  { options, writer, tally }: Run,
  file: string,
  source: OpenSource,
): Promise<{ readonly report: FileReport; readonly failure?: DomainError }> => {
  const { mapping, clock, signal } = options;
  const page = await openPage(options, file);
  const earlier = countsOf(page.earlier);
  const resumedAfter = earlier.records;
  if (page.isFinished) return { report: { file, outcome: 'skipped', resumedAfter, ...earlier } };
  tally.begin(file, earlier);
  let writtenMs = clock.now();
  const fileImport = new FileImport({
    file,
    mapping,
    batches: readRecords(source, file, mapping),
    writer,
    earlier,
    listener: {
      refused: (refusal) => tally.refused(refusal),
      note: (text) => tally.note(text),
      durable: async (counts) => {
        if (clock.now() - writtenMs >= JOURNAL_INTERVAL_MS) {
          await page.write(counts, false);
          writtenMs = clock.now();
        }
        tally.progress(counts);
      },
    },
    batchRecords: options.batchRecords ?? BATCH_RECORDS,
    maxRecords: options.maxRecords ?? Infinity,
    ...(signal === undefined ? {} : { signal }),
  });
  const { outcome, failure } = await outcomeOf(fileImport);
  await page.write(fileImport.counts, outcome === 'finished');
  return {
    report: { file, outcome, resumedAfter, ...fileImport.counts },
    ...(failure === undefined ? {} : { failure }),
  };
};

const outcomeOf = async (
  fileImport: FileImport,
): Promise<{ readonly outcome: FileReport['outcome']; readonly failure?: DomainError }> => {
  try {
    return { outcome: await fileImport.run() };
  } catch (cause) {
    return { outcome: 'failed', failure: asDomainError(cause) };
  }
};

/** Anything unexpected stays unexpected. */
const asDomainError = (cause: unknown): DomainError => {
  if (cause instanceof DomainError) return cause;
  throw cause;
};

const writerOf = (
  options: ImportOptions,
): { writer: EntityWriter; findings?: () => ImportReport['schemaFindings'] } =>
  options.dryRun === true ? dryRunWriter(options) : { writer: options.writer };

/**
 * Imports files by a mapping: streamed, in bounded memory, joined into batches of entities. Every record is
 * stored whole or refused with file, line, column and reason. A failure of file or broker stops the run and is
 * part of the report, after what is durable has been journaled; the next run goes on there.
 * Rejects with `file-not-readable` before anything is stored when a file cannot be opened.
 */
export const runImport = async (options: ImportOptions): Promise<ImportReport> => {
  const sources: (readonly [file: string, source: OpenSource])[] = [];
  for (const file of options.files) sources.push([file, await openSource(file)]);
  const { writer, findings } = writerOf(options);
  const { writer: sampled, samples } = sampling(writer);
  const tally = new RunTally(
    options,
    sources.map(([, source]) => source),
    options.examplesPerReason ?? EXAMPLES_PER_REASON,
  );
  const run: Run = { options, writer: sampled, tally };
  const files: FileReport[] = [];
  let failure: DomainError | undefined;
  for (const [file, source] of sources) {
    if (failure !== undefined || options.signal?.aborted === true) break;
    const result = await importFile(run, file, source);
    files.push(result.report);
    failure = result.failure;
  }
  const schemaFindings = findings?.();
  return {
    files,
    ...(failure === undefined ? {} : { failure }),
    refusals: tally.refusals,
    notes: tally.notes,
    samples: samples(),
    ...(schemaFindings === undefined ? {} : { schemaFindings }),
  };
};
