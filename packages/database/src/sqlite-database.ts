import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { copyDatabase } from './copy-database.ts';
import { databaseFile, lockFolder } from './data-folder.ts';
import type { Connection, Database, DatabaseOptions, Migration } from './database.ts';

const maxCachedStatements = 500;

const connectionOver = (raw: DatabaseSync): Connection => {
  const statements = new Map<string, StatementSync>();
  return {
    raw,
    prepare: (sql) => {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      const statement = raw.prepare(sql);
      const [oldest] = statements.keys();
      if (oldest !== undefined && statements.size >= maxCachedStatements) statements.delete(oldest);
      statements.set(sql, statement);
      return statement;
    },
  };
};

interface Waiting {
  readonly settle: () => void;
  readonly fail: (cause: unknown) => void;
}

type Guard = <Value>(work: (connection: Connection) => Value) => Value;

/** Group commit: writes run at once; the shared transaction ends after this turn of the event loop. */
class GroupCommit {
  readonly #connection: Connection;
  #waiting: Waiting[] = [];

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  write<Value>(work: (connection: Connection) => Value, guard: Guard = this.#guarded): Promise<Value> {
    return new Promise((resolve, reject) => {
      try {
        if (!this.#connection.raw.isTransaction) {
          if (this.#waiting.length > 0) throw new Error('SQLite rolled the transaction back.');
          this.#run('BEGIN IMMEDIATE');
          setImmediate(() => {
            this.commit();
          });
        }
        const value = guard.call(this, work) as Value;
        this.#waiting.push({
          settle: () => {
            resolve(value);
          },
          fail: reject,
        });
      } catch (cause) {
        reject(cause);
      }
    });
  }

  writeChecked<Value>(work: (connection: Connection) => Value): Promise<Value> {
    return this.write(work, this.#unguarded);
  }

  #run(sql: string): void {
    this.#connection.prepare(sql).run();
  }

  #unguarded<Value>(work: (connection: Connection) => Value): Value {
    const changes = this.#changes();
    try {
      return work(this.#connection);
    } catch (cause) {
      // The commit finds the transaction gone and rejects all that wait for it.
      if (this.#changes() !== changes && this.#connection.raw.isTransaction) this.#run('ROLLBACK');
      throw cause;
    }
  }

  #changes(): unknown {
    return this.#connection.prepare('SELECT total_changes() AS n').get()?.['n'];
  }

  #guarded<Value>(work: (connection: Connection) => Value): Value {
    this.#run('SAVEPOINT work');
    try {
      const value = work(this.#connection);
      this.#run('RELEASE work');
      return value;
    } catch (cause) {
      if (this.#connection.raw.isTransaction) {
        this.#connection.raw.exec('ROLLBACK TO work; RELEASE work');
      }
      throw cause;
    }
  }

  commit(): void {
    if (!this.#connection.raw.isOpen) return;
    const group = this.#waiting;
    this.#waiting = [];
    try {
      if (this.#connection.raw.isTransaction) this.#connection.prepare('COMMIT').run();
      else if (group.length > 0) throw new Error('SQLite rolled the transaction back.');
    } catch (cause) {
      if (this.#connection.raw.isTransaction) this.#connection.raw.exec('ROLLBACK');
      for (const { fail } of group) fail(cause);
      return;
    }
    for (const { settle } of group) settle();
  }
}

const applyMigrations = (raw: DatabaseSync, migrations: readonly Migration[]): void => {
  raw.exec('CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, applied_at TEXT NOT NULL) STRICT');
  const isApplied = raw.prepare('SELECT 1 FROM migrations WHERE name = ?');
  const record = raw.prepare("INSERT INTO migrations VALUES (?, strftime('%Y-%m-%dT%H:%M:%fZ'))");
  for (const { name, sqlite } of migrations) {
    if (isApplied.get(name) !== undefined) continue;
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

/** Opens (or creates) the database of a data folder; a folder in use is refused (`data-folder-in-use`). */
export const openDatabase = ({ folder }: DatabaseOptions): Database => {
  const lock = lockFolder(folder);
  const file = databaseFile(folder);
  const writer = connectionOver(new DatabaseSync(file));
  writer.raw.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 8000;' +
      'PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY',
  );
  const reader = connectionOver(new DatabaseSync(file, { readOnly: true }));
  reader.raw.exec('PRAGMA cache_size = -65536; PRAGMA mmap_size = 268435456; PRAGMA temp_store = MEMORY');
  const group = new GroupCommit(writer);
  return {
    read: reader,
    write: (work) => group.write(work),
    writeChecked: (work) => group.writeChecked(work),
    migrate: (migrations) => {
      applyMigrations(writer.raw, migrations);
    },
    backup: async (target) => {
      await copyDatabase({ folder, file: target });
    },
    close: () => {
      group.commit();
      reader.raw.close();
      writer.raw.close();
      lock.close();
      return Promise.resolve();
    },
  };
};
