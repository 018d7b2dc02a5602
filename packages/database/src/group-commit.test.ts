import { fdatasync, fdatasyncSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from './database.ts';
import { temporaryDatabase, type TemporaryDatabase } from './testing.ts';

type Done = (failure: Error | null) => void;

/** A disk whose syncs end, or fail, when the test says so. */
class SlowDisk {
  readonly #running: (() => void)[] = [];
  failure: Error | null = null;
  syncsAtOnce = 0;

  readonly beside = (descriptor: number, done: Done): void => {
    this.#running.push(() => {
      if (this.failure === null) fdatasync(descriptor, done);
      else done(this.failure);
    });
  };

  readonly atOnce = (descriptor: number): void => {
    this.syncsAtOnce += 1;
    if (this.failure !== null) throw this.failure;
    fdatasyncSync(descriptor);
  };

  get isBusy(): boolean {
    return this.#running.length > 0;
  }

  endSync(): void {
    this.#running.shift()?.();
  }
}

describe('the group commit', () => {
  let temporary: TemporaryDatabase;
  let database: Database;
  let disk: SlowDisk;
  beforeEach(() => {
    disk = new SlowDisk();
    temporary = temporaryDatabase({ disk });
    ({ database } = temporary);
    database.migrate([{ name: 'test/0001', sqlite: 'CREATE TABLE t (n INTEGER PRIMARY KEY)' }]);
  });
  afterEach(async () => {
    const removed = temporary.remove();
    disk.endSync();
    await removed;
  });

  const insert = (n: number) => (connection: { prepare: Database['read']['prepare'] }) => {
    connection.prepare('INSERT INTO t VALUES (?)').run(n);
  };
  const add = (n: number): Promise<void> => database.write(insert(n));
  const refuse = (n: number): Promise<void> =>
    database.write((connection) => {
      insert(n)(connection);
      throw new Error('refused');
    });
  const stored = (): unknown[] =>
    database.read
      .prepare('SELECT n FROM t ORDER BY n')
      .all()
      .map(({ n }) => n);
  /** Whether a promise is settled after some turns. */
  const isSettled = async (promise: Promise<unknown>): Promise<boolean> => {
    let settled = false;
    const settle = (): void => {
      settled = true;
    };
    promise.then(settle, settle);
    for (let n = 0; n < 5; n += 1) await turn();
    return settled;
  };
  const syncing = (): Promise<void> => expect.poll(() => disk.isBusy).toBe(true) as Promise<void>;

  it('tells a writer once its commit is on the disk, not before', async () => {
    const writing = add(1);
    await syncing();
    expect(stored()).toEqual([1]);
    expect(await isSettled(writing)).toBe(false);
    disk.endSync();
    await writing;
  });

  it('makes one commit of all that is written while the disk is busy', async () => {
    const first = add(1);
    await syncing();
    const others = [add(2)];
    await turn();
    others.push(add(3));
    await turn();
    expect(stored()).toEqual([1]);
    disk.endSync();
    await first;
    await syncing();
    expect(stored()).toEqual([1, 2, 3]);
    disk.endSync();
    await Promise.all(others);
    expect(disk.isBusy).toBe(false);
  });

  it('leaves no transaction open when all that was written while the disk was busy is refused', async () => {
    const first = add(1);
    await syncing();
    await expect(refuse(2)).rejects.toThrow('refused');
    const refusedAtOnce = database.writeChecked(() => {
      throw new Error('refused at once');
    });
    await expect(refusedAtOnce).rejects.toThrow('refused at once');
    disk.endSync();
    await first;
    const another = new DatabaseSync(join(temporary.folder, 'allmende.sqlite'));
    another.exec('BEGIN IMMEDIATE; ROLLBACK');
    another.close();
  });

  it('rejects the writers whose sync failed, and all later ones before they change anything', async () => {
    const kept = add(1);
    await syncing();
    disk.endSync();
    await kept;
    disk.failure = new Error('EIO');
    const lost = add(2);
    const alsoLost = add(3);
    await syncing();
    const waiting = add(4);
    disk.endSync();
    for (const one of [lost, alsoLost, waiting]) {
      await expect(one).rejects.toMatchObject({ problem: { code: 'storage-failed' } });
    }
    expect(database.isWritable).toBe(false);
    const before = stored();
    await expect(add(5)).rejects.toThrow(/EIO.*restarted/u);
    await turn();
    expect(stored()).toEqual(before);
  });

  it('rejects what is waiting when the last sync before the end fails', async () => {
    const waiting = add(1);
    disk.failure = new Error('ENOSPC');
    const closing = database.close();
    await expect(waiting).rejects.toThrow(/ENOSPC/u);
    await closing;
  });

  it('syncs the first write also when the database closes at once', async () => {
    const writing = add(1);
    await database.close();
    await writing;
    expect(disk.syncsAtOnce).toBe(1);
  });

  it('waits at its end for the sync that is under way, and for what came meanwhile', async () => {
    const first = add(1);
    await syncing();
    const second = add(2);
    const closing = database.close();
    await expect(add(3)).rejects.toMatchObject({ problem: { code: 'database-closed' } });
    expect(await isSettled(closing)).toBe(false);
    disk.endSync();
    await first;
    await syncing();
    expect(await isSettled(second)).toBe(false);
    disk.endSync();
    await second;
    await closing;
  });

  it('refuses what a full disk has no room for, and goes on when there is some again', async () => {
    database.migrate([{ name: 'test/0002', sqlite: 'CREATE TABLE texts (text TEXT)' }]);
    const write = (text: string): Promise<void> => {
      const written = database.write(({ raw, prepare }) => {
        raw.exec('PRAGMA max_page_count = 20');
        prepare('INSERT INTO texts VALUES (?)').run(text);
      });
      void turn().then(() => disk.endSync());
      return written;
    };
    const refused = await write('x'.repeat(200_000)).catch((cause: unknown) => cause);
    expect(refused).toMatchObject({ problem: { code: 'storage-full' } });
    await write('short');
    expect(database.read.rows('SELECT text FROM texts')).toEqual([['short']]);
  });
});
