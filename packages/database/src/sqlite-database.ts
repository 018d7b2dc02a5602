import { DatabaseSync, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { copyDatabase } from './copy-database.ts';
import { databaseFile, lockFolder } from './data-folder.ts';
import type { Connection, Database, DatabaseOptions, Migration } from './database.ts';
import { Checkpointer } from './checkpointer.ts';
import { GroupCommit } from './group-commit.ts';
import { WriteAheadLogSync } from './write-ahead-log-sync.ts';

const maxCachedStatements = 500;

const remembered = (prepare: (sql: string) => StatementSync): ((sql: string) => StatementSync) => {
  const statements = new Map<string, StatementSync>();
  return (sql) => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = prepare(sql);
    const [oldest] = statements.keys();
    if (oldest !== undefined && statements.size >= maxCachedStatements) statements.delete(oldest);
    statements.set(sql, statement);
    return statement;
  };
};

const connectionOver = (raw: DatabaseSync): Connection => {
  const prepareArrays = remembered((sql) => {
    const statement = raw.prepare(sql);
    statement.setReturnArrays(true);
    return statement;
  });
  return {
    raw,
    prepare: remembered((sql) => raw.prepare(sql)),
    rows: (sql, ...parameters) =>
      prepareArrays(sql).all(...parameters) as unknown as readonly (readonly SQLOutputValue[])[],
  };
};

const applyMigrations = (raw: DatabaseSync, migrations: readonly Migration[]): void => {
  raw.exec('CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, applied_at TEXT NOT NULL) STRICT');
  const isApplied = raw.prepare('SELECT 1 FROM migrations WHERE name = ?');
  const record = raw.prepare("INSERT INTO migrations VALUES (?, strftime('%Y-%m-%dT%H:%M:%fZ'))");
  for (const { name, sqlite } of migrations) {
    if (sqlite === undefined || isApplied.get(name) !== undefined) continue;
    raw.exec('BEGIN IMMEDIATE');
    try {
      raw.exec(sqlite);
      record.run(name);
      raw.exec('COMMIT');
    } catch (cause) {
      raw.exec('ROLLBACK');
      throw new Error(`Migration ${name} failed; nothing of it was kept.`, { cause });
    }
  }
};

export interface ReaderOptions {
  /** Memory for pages that are read again and again; 64 MiB unless told. */
  readonly cacheKiB?: number;
}

/**
 * A read-only connection of its own to a database that is open in this process (`Database.file`). Without mmap, by
 * which SQLite takes about half as long again for a row whose page it has in memory.
 */
export const openReader = (file: string, { cacheKiB = 65_536 }: ReaderOptions = {}): Connection => {
  const reader = connectionOver(new DatabaseSync(file, { readOnly: true }));
  reader.raw.exec(`PRAGMA cache_size = -${String(cacheKiB)}; PRAGMA temp_store = MEMORY`);
  return reader;
};

/** Opens (or creates) the database of a data folder; a folder in use is refused (`data-folder-in-use`). */
export const openDatabase = ({ folder, disk }: DatabaseOptions): Database => {
  const lock = lockFolder(folder);
  const file = databaseFile(folder);
  const writer = connectionOver(new DatabaseSync(file));
  writer.raw.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 0;' +
      'PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY',
  );
  const reader = openReader(file);
  const checkpointer = new Checkpointer({ databaseFile: file, writer });
  const log = new WriteAheadLogSync(file, disk);
  const group = new GroupCommit(writer, { log, checkpointer });
  const close = async (): Promise<void> => {
    await group.finish();
    await checkpointer.close();
    reader.raw.close();
    writer.raw.close();
    lock.close();
  };
  let closing: Promise<void> | undefined;
  return {
    kind: 'sqlite',
    file,
    read: reader,
    get isWritable() {
      return log.failure === undefined;
    },
    write: (work) => group.write(work),
    writeChecked: (work) => group.writeChecked(work),
    migrate: (migrations) => {
      applyMigrations(writer.raw, migrations);
    },
    backup: async (target) => {
      await copyDatabase({ folder, file: target });
    },
    close: () => (closing ??= close()),
  };
};
