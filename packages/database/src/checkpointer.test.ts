import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Checkpointer } from './checkpointer.ts';
import type { Connection } from './database.ts';

describe('the checkpointer', () => {
  let folder: string;
  let raw: DatabaseSync;
  let checkpointer: Checkpointer;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'allmende-checkpoint-'));
    const databaseFile = join(folder, 'test.sqlite');
    raw = new DatabaseSync(databaseFile);
    raw.exec('PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (x TEXT)');
    const prepare = (sql: string): StatementSync => raw.prepare(sql);
    const writer: Connection = { raw, prepare, rows: () => [] };
    checkpointer = new Checkpointer({ databaseFile, writer, copyFrom: 50 });
  });
  afterEach(async () => {
    await checkpointer.close();
    raw.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const commit = (): void => {
    raw.prepare('INSERT INTO t VALUES (?)').run('x'.repeat(20_000));
    checkpointer.onCommit();
  };
  const state = (): { log: number; checkpointed: number } => {
    const { log, checkpointed } = raw.prepare('PRAGMA wal_checkpoint(NOOP)').get() ?? {};
    return { log: Number(log), checkpointed: Number(checkpointed) };
  };

  it('copies a long log beside the event loop and lets it start anew', async () => {
    for (let n = 0; n < 64; n += 1) commit();
    const longest = state().log;
    await expect.poll(() => state().checkpointed, { timeout: 10_000 }).toBeGreaterThan(0);
    await expect
      .poll(
        () => {
          commit();
          return state().log < longest;
        },
        { timeout: 10_000 },
      )
      .toBe(true);
    const rows = raw.prepare('SELECT count(*) AS n, min(length(x)) AS shortest FROM t').get();
    expect(Number(rows?.['n'])).toBeGreaterThan(64);
    expect(rows?.['shortest']).toBe(20_000);
  });

  it('leaves a short log alone', () => {
    for (let n = 0; n < 3; n += 1) commit();
    expect(state().checkpointed).toBe(0);
  });
});
