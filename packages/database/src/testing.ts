import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database, DatabaseOptions } from './database.ts';
import { openDatabase } from './sqlite-database.ts';

export interface TemporaryDatabase {
  readonly database: Database;
  readonly folder: string;
  /** Closes the database, unless it is closed already, and deletes its folder. */
  remove(): Promise<void>;
}

/** A database in a folder of its own for one test. */
export const temporaryDatabase = (options: Omit<DatabaseOptions, 'folder'> = {}): TemporaryDatabase => {
  const folder = mkdtempSync(join(tmpdir(), 'allmende-test-'));
  const database = openDatabase({ ...options, folder });
  return {
    database,
    folder,
    remove: async () => {
      try {
        await database.close();
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
};

export { openPglite } from './pglite-database.ts';
export { temporaryPostgres, type TemporaryPostgres } from './temporary-postgres.ts';
