import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DomainError } from '@allmende/kernel';
import { folderInUse, folderNotUsable } from './problems.ts';

const busyCode = 5;

const isBusy = (cause: unknown): boolean =>
  cause instanceof Error && 'errcode' in cause && Number(cause.errcode) % 256 === busyCode;

/** Where the database of a data folder lies. */
export const databaseFile = (folder: string): string => join(folder, 'allmende.sqlite');

const codeOf = (cause: unknown): unknown =>
  cause instanceof Error && 'code' in cause ? cause.code : undefined;

/** Makes a folder and those above it; `mkdirSync` with `recursive` never ends where the system makes none (/proc). */
const makeFolder = (folder: string): void => {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder);
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST') throw cause;
  }
};

const openLock = (folder: string): DatabaseSync => {
  try {
    makeFolder(folder);
    return new DatabaseSync(join(folder, 'allmende.lock'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DomainError(folderNotUsable, `The data folder ${folder} cannot be used: ${reason}.`, { cause });
  }
};

/** Holds an exclusive transaction on a lock file; the operating system frees it when the process dies. */
export const lockFolder = (folder: string): DatabaseSync => {
  const lock = openLock(folder);
  try {
    lock.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
    return lock;
  } catch (cause) {
    lock.close();
    if (!isBusy(cause)) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new DomainError(folderNotUsable, `The data folder ${folder} cannot be written: ${reason}.`, {
        cause,
      });
    }
    throw new DomainError(
      folderInUse,
      `Another server uses the data folder ${folder}. Stop it, or choose another folder with DATA_DIR.`,
      { cause },
    );
  }
};
