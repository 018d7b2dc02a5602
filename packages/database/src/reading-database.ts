import { NeedsWriter } from '@allmende/kernel';
import { databaseFile } from './data-folder.ts';
import type { Connection, Database, DatabaseOptions } from './database.ts';
import { openReader } from './sqlite-database.ts';

const refuse = (): Promise<never> => Promise.reject(new NeedsWriter());

/**
 * The database of a folder that another process holds open and writes to; here it is only read. What that process has
 * acknowledged is seen by every statement that begins afterwards. Whatever writes rejects with `NeedsWriter`.
 */
export const openReadingDatabase = ({ folder }: Pick<DatabaseOptions, 'folder'>): Database => {
  const file = databaseFile(folder);
  const read = openReader(file);
  return {
    kind: 'sqlite',
    file,
    read,
    isWritable: false,
    write: refuse,
    writeChecked: refuse,
    migrate: () => {
      throw new NeedsWriter();
    },
    backup: refuse,
    close: () => {
      if (read.raw.isOpen) read.raw.close();
      return Promise.resolve();
    },
  };
};

/** Runs work whose statements all see the same committed state, also while another process commits. */
export const readTogether = <Value>(connection: Connection, work: () => Value): Value => {
  if (connection.raw.isTransaction) return work();
  connection.prepare('BEGIN').run();
  try {
    return work();
  } finally {
    connection.prepare('COMMIT').run();
  }
};
