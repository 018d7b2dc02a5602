import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { restoreDatabase } from './copy-database.ts';
import { openDatabase } from './sqlite-database.ts';
import { temporaryDatabase, type TemporaryDatabase } from './testing.ts';

describe('the embedded database', () => {
  let temporary: TemporaryDatabase;
  beforeEach(() => {
    temporary = temporaryDatabase();
    temporary.database.migrate([{ name: 'test/0001', sqlite: 'CREATE TABLE t (n INTEGER PRIMARY KEY)' }]);
  });
  afterEach(() => temporary.remove());

  const add = (n: number): Promise<void> =>
    temporary.database.write((connection) => {
      connection.prepare('INSERT INTO t VALUES (?)').run(n);
    });
  const stored = (): unknown[] =>
    temporary.database.read
      .prepare('SELECT n FROM t ORDER BY n')
      .all()
      .map((row) => row['n']);

  it('commits the writes of one turn together and refuses a failing one alone', async () => {
    const outcomes = await Promise.allSettled([add(1), add(2), add(1), add(3)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(stored()).toEqual([1, 2, 3]);
  });

  it('leaves no trace of a work that throws midway', async () => {
    const work = temporary.database.write((connection) => {
      connection.prepare('INSERT INTO t VALUES (?)').run(7);
      throw new Error('refused');
    });
    await expect(work).rejects.toThrow('refused');
    await add(8);
    expect(stored()).toEqual([8]);
  });

  it('shows readers committed data only', async () => {
    const writing = add(1);
    expect(stored()).toEqual([]);
    await writing;
    expect(stored()).toEqual([1]);
  });

  it('refuses a second opener of the folder with a clear message', () => {
    expect(() => openDatabase({ folder: temporary.folder })).toThrow(/Another server uses the data folder/);
  });

  it.skipIf(process.platform !== 'linux')('refuses a folder that cannot be made', () => {
    expect(() => openDatabase({ folder: '/proc/allmende/data' })).toThrow(/cannot be used/);
  });

  it('applies a migration once and finds the data again', async () => {
    await add(5);
    await temporary.database.close();
    const again = openDatabase({ folder: temporary.folder });
    again.migrate([{ name: 'test/0001', sqlite: 'CREATE TABLE t (n INTEGER PRIMARY KEY)' }]);
    expect(again.read.prepare('SELECT n FROM t').all()).toEqual([{ n: 5 }]);
    await again.close();
  });

  it('commits what is waiting when it closes', async () => {
    const writing = add(5);
    await temporary.database.close();
    await writing;
    await new Promise(setImmediate);
    const again = openDatabase({ folder: temporary.folder });
    expect(again.read.prepare('SELECT n FROM t').all()).toEqual([{ n: 5 }]);
    await again.close();
  });

  it('copies itself while running, and a folder is restored from the copy', async () => {
    await add(5);
    const file = join(temporary.folder, 'copy.sqlite');
    await temporary.database.backup(file);
    await add(6);
    const folder = join(temporary.folder, 'restored');
    restoreDatabase({ folder, file, replace: false });
    const restored = openDatabase({ folder });
    expect(restored.read.prepare('SELECT n FROM t').all()).toEqual([{ n: 5 }]);
    await restored.close();
    expect(() => restoreDatabase({ folder, file, replace: false })).toThrow(/holds data already/);
  });

  it('copies one committed state while it is written to', async () => {
    const file = join(temporary.folder, 'copy.sqlite');
    await Promise.all(Array.from({ length: 200 }, (_, n) => add(n)));
    const copying = temporary.database.backup(file);
    for (let n = 200; n < 300; n += 1) await add(n);
    await copying;
    const copy = new DatabaseSync(file, { readOnly: true });
    const numbers = copy
      .prepare('SELECT n FROM t ORDER BY n')
      .all()
      .map(({ n }) => n);
    copy.close();
    expect(numbers.length).toBeGreaterThanOrEqual(200);
    expect(numbers).toEqual(numbers.map((_, n) => n));
    expect(stored()).toHaveLength(300);
  });

  it('refuses writes when its folder is gone before the first, and stays up', async () => {
    rmSync(temporary.folder, { recursive: true });
    await expect(add(1)).rejects.toMatchObject({ problem: { code: 'storage-failed' } });
    await expect(add(2)).rejects.toThrow(/restarted/u);
    expect(temporary.database.isWritable).toBe(false);
  });

  it('restores neither over a running server nor from something else', () => {
    const file = join(temporary.folder, 'no-database.sqlite');
    writeFileSync(file, 'no database at all');
    const elsewhere = join(temporary.folder, 'elsewhere');
    expect(() => restoreDatabase({ folder: elsewhere, file, replace: true })).toThrow(/cannot be restored/);
    expect(() => restoreDatabase({ folder: temporary.folder, file, replace: true })).toThrow(
      /Another server/,
    );
  });
});
