import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { DomainError } from '@allmende/kernel';
import { databaseFile, lockFolder } from './data-folder.ts';
import { folderNotEmpty, noDatabase } from './problems.ts';

const allPages = 2 ** 31 - 1;

export interface CopyOptions {
  readonly folder: string;
  readonly file: string;
}

const sync = (path: string): void => {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/** Gives a complete file its name, so that after a power cut the name leads to all of it or to what was there before. */
const rename = (from: string, to: string): void => {
  sync(from);
  renameSync(from, to);
  sync(dirname(to));
};

/**
 * Writes a consistent copy of a folder's database into a file, also while a server runs on it: all pages
 * are copied in one step, so the copy is one committed state.
 */
export const copyDatabase = async ({ folder, file }: CopyOptions): Promise<void> => {
  const source = databaseFile(folder);
  if (!existsSync(source)) throw new DomainError(noDatabase, `There is no database in ${folder}.`);
  const unfinished = `${file}.unfinished`;
  const connection = new DatabaseSync(source, { readOnly: true });
  try {
    await backup(connection, unfinished, { rate: allPages });
    rename(unfinished, file);
  } finally {
    connection.close();
    rmSync(unfinished, { force: true });
  }
};

const assertSound = (file: string): void => {
  const refuse = (reason: string, cause?: unknown): DomainError =>
    new DomainError(noDatabase, `${file} cannot be restored: ${reason}.`, { cause });
  let verdict: unknown;
  try {
    const connection = new DatabaseSync(file, { readOnly: true });
    try {
      connection.prepare('SELECT count(*) FROM migrations').get();
      verdict = connection.prepare('PRAGMA integrity_check').get()?.['integrity_check'];
    } finally {
      connection.close();
    }
  } catch (cause) {
    throw refuse(cause instanceof Error ? cause.message : String(cause), cause);
  }
  if (verdict !== 'ok') throw refuse(String(verdict));
};

/** Puts a copy into a folder that no server uses; data there is kept unless `replace` is asked for. */
export const restoreDatabase = (options: CopyOptions & { readonly replace: boolean }): void => {
  const { folder, file, replace } = options;
  if (!existsSync(file)) throw new DomainError(noDatabase, `There is no file ${file}.`);
  const lock = lockFolder(folder);
  const target = databaseFile(folder);
  const incoming = `${target}.incoming`;
  try {
    if (existsSync(target) && !replace) {
      throw new DomainError(
        folderNotEmpty,
        `${folder} holds data already. Repeat with --replace to lose it.`,
      );
    }
    copyFileSync(file, incoming);
    assertSound(incoming);
    for (const suffix of ['-wal', '-shm']) rmSync(target + suffix, { force: true });
    rename(incoming, target);
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(incoming + suffix, { force: true });
    lock.close();
  }
};
