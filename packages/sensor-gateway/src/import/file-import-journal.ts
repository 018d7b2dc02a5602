import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DomainError, isJsonObject } from '@allmende/kernel';
import { importProblems, messageOf } from '../problems.ts';
import type { ImportJournal, JournalEntry } from './import-journal.ts';

const VERSION = 1;

const isCount = (value: unknown): boolean =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

const isEntry = (value: unknown): value is JournalEntry =>
  isJsonObject(value) &&
  typeof value['file'] === 'string' &&
  typeof value['mapping'] === 'string' &&
  ['records', 'stored', 'passedOver', 'refused'].every((name) => isCount(value[name])) &&
  typeof value['isFinished'] === 'boolean';

const notUsable = (file: string, why: string, cause?: unknown): DomainError =>
  new DomainError(
    importProblems.journalNotUsable,
    `${file}: ${why} Remove the file to import everything anew; that changes nothing that is stored.`,
    { cause },
  );

const parse = (text: string, file: string): ReadonlyMap<string, JournalEntry> => {
  let content: unknown;
  try {
    content = JSON.parse(text) as unknown;
  } catch (cause) {
    throw notUsable(file, 'it is not JSON.', cause);
  }
  const imports = isJsonObject(content) && content['version'] === VERSION ? content['imports'] : undefined;
  if (!isJsonObject(imports)) throw notUsable(file, 'it is not an import journal of this version.');
  const entries = new Map<string, JournalEntry>();
  for (const [key, entry] of Object.entries(imports)) {
    if (!isEntry(entry)) throw notUsable(file, `the entry ${key} is damaged.`);
    entries.set(key, entry);
  }
  return entries;
};

const read = async (file: string): Promise<ReadonlyMap<string, JournalEntry>> => {
  try {
    return parse(await readFile(file, 'utf8'), file);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return new Map();
    if (cause instanceof DomainError) throw cause;
    throw notUsable(file, `${messageOf(cause)}.`, cause);
  }
};

const sync = async (path: string, flags: string, text?: string): Promise<void> => {
  const handle = await open(path, flags);
  try {
    if (text !== undefined) await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** The old content or the new one, never a part: written beside, synced, renamed, and the folder synced. */
const replaceFile = async (file: string, text: string): Promise<void> => {
  const beside = `${file}.new`;
  await sync(beside, 'w', text);
  await rename(beside, file);
  await sync(dirname(file), 'r');
};

/** A journal in a small JSON file in a data folder; one process at a time writes it. */
export const createFileImportJournal = (folder: string): ImportJournal => {
  const file = join(folder, 'import-journal.json');
  return {
    find: async (key) => (await read(file)).get(key),
    record: async (key, entry) => {
      const entries = new Map(await read(file)).set(key, entry);
      const text = JSON.stringify({ version: VERSION, imports: Object.fromEntries(entries) }, undefined, 2);
      try {
        await mkdir(folder, { recursive: true });
        await replaceFile(file, `${text}\n`);
      } catch (cause) {
        throw notUsable(file, `${messageOf(cause)}.`, cause);
      }
    },
  };
};
