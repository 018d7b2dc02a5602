import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from './database.ts';
import { openDatabase } from './sqlite-database.ts';

export interface TemporaryDatabase {
  readonly database: Database;
  readonly folder: string;
  /** Closes the database and deletes its folder. */
  remove(): Promise<void>;
}

/** A database in a folder of its own for one test. */
export const temporaryDatabase = (): TemporaryDatabase => {
  const folder = mkdtempSync(join(tmpdir(), 'allmende-test-'));
  const database = openDatabase({ folder });
  return {
    database,
    folder,
    remove: async () => {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
